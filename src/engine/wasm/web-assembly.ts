// TypeScript declares WebAssembly together with the browser's DOM, which Node does not have; these
// are the parts that we use.

declare const compiledModule: unique symbol;

export interface WasmModule {
  readonly [compiledModule]: true;
}

export interface WasmMemory {
  /** Replaced when the memory grows. */
  readonly buffer: ArrayBuffer;
  /** Adds pages of 64 KiB. */
  grow(pages: number): number;
}

interface WebAssemblyApi {
  readonly validate: (bytes: Uint8Array) => boolean;
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Memory: new (pages: { initial: number; maximum: number }) => WasmMemory;
  readonly Instance: new (
    module: WasmModule,
    imports: { env: { memory: WasmMemory } },
  ) => { readonly exports: unknown };
}

export const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi };
