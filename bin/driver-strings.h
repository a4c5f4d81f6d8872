// Included before the sources of the SQLite driver where it is compiled for Node 20 (see driver.mjs). Only from Node-API
// 10 on, which Node 20 does not have, may a reference hold a string: here each is held by an array with one element.
#include <napi.h>

namespace Napi {
template <>
class Reference<String> {
 public:
  static Reference<String> New(const String& value, uint32_t) {
    Reference<String> reference;
    Array holder = Array::New(value.Env(), 1);
    holder.Set(0u, value);
    reference.holder_ = Persistent(holder.As<Object>());
    return reference;
  }
  String Value() const { return holder_.Value().Get(0u).As<String>(); }

 private:
  ObjectReference holder_;
};
}
