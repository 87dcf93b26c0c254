/**
 * The binary value frame of `wakeful.server.wire`, decoded as views without copying.
 * Typed arrays use the host's byte order: every browser this console supports is little endian, as the frame.
 */

import { Frame } from "../schema";

export interface ValueFrame {
  readonly scan_ms: number;
  /** (K,) values [EU of each tag], NaN where there is no number. */
  readonly values: Float64Array;
  /** (K,) source times, ms since 1970 UTC. */
  readonly times_ms: Float64Array;
  /** (K,) OPC UA status codes. */
  readonly quality: Uint32Array;
  /** (K,) tag indices. */
  readonly tags: Uint32Array;
}

const { HEADER_BYTES, SAMPLE_BYTES } = Frame;
/** "WKV1" as a little-endian number. */
const MAGIC = 0x3156_4b57;

/** Throws a RangeError for bytes that are no frame. */
export function decodeFrame(buffer: ArrayBuffer): ValueFrame {
  if (buffer.byteLength < HEADER_BYTES) throw new RangeError("value frame shorter than its header");
  const header = new DataView(buffer, 0, HEADER_BYTES);
  if (header.getUint32(0, true) !== MAGIC) throw new RangeError("value frame without WKV1");
  const count = header.getUint32(4, true);
  if (buffer.byteLength !== HEADER_BYTES + SAMPLE_BYTES * count) {
    throw new RangeError(`value frame of ${count} samples has ${buffer.byteLength} bytes`);
  }
  return {
    scan_ms: header.getFloat64(8, true),
    values: new Float64Array(buffer, HEADER_BYTES, count),
    times_ms: new Float64Array(buffer, HEADER_BYTES + 8 * count, count),
    quality: new Uint32Array(buffer, HEADER_BYTES + 16 * count, count),
    tags: new Uint32Array(buffer, HEADER_BYTES + 20 * count, count),
  };
}

/** The inverse, for tests and the development server. */
export function encodeFrame(frame: {
  scan_ms: number;
  values: ArrayLike<number>;
  times_ms: ArrayLike<number>;
  quality: ArrayLike<number>;
  tags: ArrayLike<number>;
}): ArrayBuffer {
  const count = frame.values.length;
  const buffer = new ArrayBuffer(HEADER_BYTES + SAMPLE_BYTES * count);
  const header = new DataView(buffer, 0, HEADER_BYTES);
  header.setUint32(0, MAGIC, true);
  header.setUint32(4, count, true);
  header.setFloat64(8, frame.scan_ms, true);
  new Float64Array(buffer, HEADER_BYTES, count).set(frame.values);
  new Float64Array(buffer, HEADER_BYTES + 8 * count, count).set(frame.times_ms);
  new Uint32Array(buffer, HEADER_BYTES + 16 * count, count).set(frame.quality);
  new Uint32Array(buffer, HEADER_BYTES + 20 * count, count).set(frame.tags);
  return buffer;
}
