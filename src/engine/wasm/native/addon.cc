// Native twins of the busiest wasm kernels: same names, same arguments, same memory.
#include <node_api.h>

#include "adam.h"
#include "gemm.h"
#include "winograd.h"

/** One argument of a kernel; pointers are offsets in the wasm memory, and 0 is none. */
template <typename T> T argument(napi_env env, napi_value value, char *memory) {
  if constexpr (std::is_pointer_v<T>) {
    uint32_t offset = 0;
    napi_get_value_uint32(env, value, &offset);
    return offset == 0 ? nullptr : reinterpret_cast<T>(memory + offset);
  } else if constexpr (std::is_same_v<T, bool>) {
    bool flag = false;
    napi_get_value_bool(env, value, &flag);
    return flag;
  } else {
    double number = 0;
    napi_get_value_double(env, value, &number);
    return static_cast<T>(number);
  }
}

template <typename... T, size_t... i>
void call(void kernel(T...), napi_env env, napi_callback_info info, std::index_sequence<i...>) {
  constexpr size_t expected = sizeof...(T);
  size_t count = expected;
  napi_value values[expected];
  void *memory;
  napi_get_cb_info(env, info, &count, values, nullptr, &memory);
  if (count == expected) kernel(argument<T>(env, values[i], static_cast<char *>(memory))...);
  else napi_throw_error(env, nullptr, "A native kernel was built with other arguments.");
}

template <typename... T>
void call(void kernel(T...), napi_env env, napi_callback_info info) {
  call(kernel, env, info, std::index_sequence_for<T...>{});
}

template <auto kernel>
void add(napi_env env, napi_value object, const char *name, void *memory) {
  const napi_callback callback = [](napi_env env, napi_callback_info info) -> napi_value {
    call(kernel, env, info);
    return nullptr;
  };
  napi_value function;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, memory, &function);
  napi_set_named_property(env, object, name, function);
}

/** bind(buffer): the kernels at work on a wasm memory, as long as it stays where it is. */
napi_value bind(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value buffer, kernels;
  void *memory = nullptr;
  napi_get_cb_info(env, info, &count, &buffer, nullptr, nullptr);
  napi_get_arraybuffer_info(env, buffer, &memory, nullptr);
  napi_create_object(env, &kernels);
  add<gemm>(env, kernels, "gemm", memory);
  add<correlate>(env, kernels, "correlate", memory);
  add<weightGradient>(env, kernels, "weightGradient", memory);
  add<winogradCorrelate>(env, kernels, "winogradCorrelate", memory);
  add<winogradGradient>(env, kernels, "winogradGradient", memory);
  add<adam>(env, kernels, "adam", memory);
  return kernels;
}

/** Whether this processor has the vectors that this was compiled for. */
bool runsHere() {
#if defined(__AVX512F__)
  return __builtin_cpu_supports("avx512f");
#elif defined(__AVX2__)
  return __builtin_cpu_supports("avx2");
#else
  return true;
#endif
}

NAPI_MODULE_INIT() {
  if (!runsHere()) {
    napi_throw_error(env, nullptr, "it was built for another processor");
    return nullptr;
  }
  napi_value function;
  napi_create_function(env, "bind", NAPI_AUTO_LENGTH, bind, nullptr, &function);
  napi_set_named_property(env, exports, "bind", function);
  return exports;
}
