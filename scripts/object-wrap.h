// Included before the sources of the SQLite driver, where it has to be compiled (see driver-compiler.mjs). The headers
// of Node 24.19 and later 24.x, and of 26.4 and later, let each wrapped object register with its environment; when the
// garbage collector then frees one while no JavaScript runs, the process aborts. Without the registration, which the
// driver does by itself, they are what earlier headers were.
#include <node.h>

namespace node {
inline void KeepNoCleanupHook(v8::Isolate*, void (*)(void*), void*) {}
}

#define AddEnvironmentCleanupHook KeepNoCleanupHook
#define RemoveEnvironmentCleanupHook KeepNoCleanupHook
#include <node_object_wrap.h>
#undef AddEnvironmentCleanupHook
#undef RemoveEnvironmentCleanupHook
