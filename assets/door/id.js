// @ts-check
// Makes the id of a scan: a UUIDv7 as 26 lower-case Crockford characters, by the same rule as the server.

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/**
 * A new id: 48 bits of time, the version, 12 random bits, the variant, 62 random bits (RFC 9562, 5.7).
 * @param {number} now milliseconds since 1970
 * @param {Uint8Array} random at least 10 bytes
 * @returns {string} 26 characters; later ids sort after earlier ones
 */
export function id(now = Date.now(), random = crypto.getRandomValues(new Uint8Array(10))) {
  const bytes = new Uint8Array(16);
  for (let i = 0; i < 6; i += 1) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) % 256;
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let word = "";
  for (let shift = 125n; shift >= 0n; shift -= 5n) word += ALPHABET[Number((bits >> shift) & 31n)];
  return word;
}
