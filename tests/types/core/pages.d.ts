// What the generated glue of src/pages exports.
export default function init(options: { module_or_path: Promise<WebAssembly.Module> }): Promise<unknown>;
export class Desk {
  constructor(memory: Uint8Array, packaged: Uint8Array, updated: Uint8Array);
  site(tab: number | undefined, url: string | undefined, asked: boolean, now: number): any;
  renew(memory: Uint8Array): void;
  lists(): [number, string][];
  takeList(portal: number, raw: Uint8Array): void;
  view(now: number, zone: number): any;
  search(text: string, now: number): any;
  shelves(now: number): any;
  store(store: string, history: Uint8Array, now: number): any;
  earned(store: string, tier: number | undefined, amount: string, now: number): any;
  categories(): any;
  receipts(saved: Uint8Array): any;
  selfTest(fixtures: Uint8Array): any;
  takeEarnings(portal: number, saved: Uint8Array): void;
  requests(saved: Uint8Array): any;
  takeBeside(name: string, saved: Uint8Array): void;
  copy(now: number): string;
  choices(copy: string): string[];
  elsewhere(managed: string, joined: string, sites: boolean, navigation: boolean): any;
  static claim(click: string, order: string, amount: string, note: string, receipts: string): string;
}
export function shared(settings: string): string;
export function figure(text: string): string;
export function textOf(file: File): Promise<string>;
