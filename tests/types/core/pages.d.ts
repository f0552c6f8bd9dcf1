// What the generated glue of src/pages exports.
export default function init(options: { module_or_path: string }): Promise<unknown>;
export class Desk {
  constructor(memory: Uint8Array);
  renew(memory: Uint8Array): void;
  lists(): string;
  takeList(portal: number, raw: Uint8Array): void;
  view(now: number, zone: number): string;
  search(text: string, now: number): string;
  receipts(saved: Uint8Array, packaged: Uint8Array, updated: Uint8Array): string;
}
export function selfTest(fixtures: Uint8Array, packaged: Uint8Array, updated: Uint8Array): string;
