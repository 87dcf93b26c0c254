import { expect, test } from "vitest";
import { decodeFrame, encodeFrame } from "./frame";

const SAMPLES = {
  scan_ms: 1_700_000_000_123.5,
  values: [1.25, Number.NaN, -7e300],
  times_ms: [1, 2.25, 3],
  quality: [0, 0x8031_0000, 0xc000_0000],
  tags: [0, 70_000, 4_294_967_295],
};

test("a frame comes back as it was encoded", () => {
  const frame = decodeFrame(encodeFrame(SAMPLES));
  expect(frame.scan_ms).toBe(SAMPLES.scan_ms);
  expect([...frame.values]).toEqual(SAMPLES.values);
  expect([...frame.times_ms]).toEqual(SAMPLES.times_ms);
  expect([...frame.quality]).toEqual(SAMPLES.quality);
  expect([...frame.tags]).toEqual(SAMPLES.tags);
});

test("the layout is the one of the wire contract, byte for byte", () => {
  const one = encodeFrame({ scan_ms: 1, values: [2], times_ms: [3], quality: [4], tags: [5] });
  const view = new DataView(one);
  expect(new TextDecoder().decode(new Uint8Array(one, 0, 4))).toBe("WKV1");
  expect(view.getUint32(4, true)).toBe(1);
  expect([8, 16, 24].map((at) => view.getFloat64(at, true))).toEqual([1, 2, 3]);
  expect([32, 36].map((at) => view.getUint32(at, true))).toEqual([4, 5]);
  expect(one.byteLength).toBe(40);
});

test("an empty frame is a frame", () => {
  const empty = { scan_ms: 0, values: [], times_ms: [], quality: [], tags: [] };
  expect(decodeFrame(encodeFrame(empty)).tags.length).toBe(0);
});

test.each([
  ["nothing", new ArrayBuffer(0)],
  ["other bytes", new ArrayBuffer(64)],
  ["a frame cut short", encodeFrame(SAMPLES).slice(0, -1)],
  [
    "a frame with more behind it",
    new Uint8Array([...new Uint8Array(encodeFrame(SAMPLES)), 0]).buffer,
  ],
])("%s is refused", (_, bytes) => {
  expect(() => decodeFrame(bytes)).toThrow(RangeError);
});
