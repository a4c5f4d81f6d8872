// Included before the sources of the SQLite driver where it is compiled for Node 20 (see driver.mjs). Only from Node-API
// 10 on, which Node 20 does not have, may a reference hold what is no object: here an array with one element holds it.
#include <napi.h>

namespace Napi {
template <typename T>
class HeldReference {
 public:
  static Reference<T> New(const T& value, uint32_t count) {
    Reference<T> reference;
    reference.Reset(value, count);
    return reference;
  }
  T Value() const { return holder_.Value().Get(0u).template As<T>(); }
  bool IsEmpty() const { return holder_.IsEmpty(); }
  void Reset() { holder_.Reset(); }
  void Reset(const T& value, uint32_t count) {
    Array holder = Array::New(value.Env(), 1);
    holder.Set(0u, value);
    holder_.Reset(holder.template As<Object>(), count);
  }

 private:
  ObjectReference holder_;
};

template <>
class Reference<String> : public HeldReference<String> {};

template <>
class Reference<Value> : public HeldReference<Value> {};
}
