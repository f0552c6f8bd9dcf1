// What the generated glue of src/wasm exports; rootDirs in tests/tsconfig.json lays it beside extension/.
export default function init(options: { module_or_path: string }): Promise<{ memory: WebAssembly.Memory }>;
export function boot(base: string, access: unknown, emit: (effects: any[]) => unknown): Promise<void>;
export function handle(event: unknown): Promise<any>;
