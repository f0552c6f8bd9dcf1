// What the generated glue of src/pages exports.
export default function init(options: { module_or_path: string }): Promise<unknown>;
export class Desk {
  constructor(memory: Uint8Array);
  renew(memory: Uint8Array): void;
  lists(): string;
  takeList(portal: number, raw: Uint8Array): void;
  view(now: number, zone: number): string;
  search(text: string, now: number): string;
  shelves(now: number): string;
  store(store: string, history: Uint8Array, now: number): string;
  earned(store: string, tier: number | undefined, amount: string, now: number): string;
  categories(): string;
  receipts(saved: Uint8Array, packaged: Uint8Array, updated: Uint8Array): string;
}
export function figure(text: string): string;
export function selfTest(fixtures: Uint8Array, packaged: Uint8Array, updated: Uint8Array): string;
