import {
  createHash,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from "node:crypto";
import { der } from "./der.ts";

/**
 * A key and a certificate for this computer (localhost, 127.0.0.1, ::1), valid for 397 days, the most that browsers
 * accept. Written here because libraries for it are bigger than everything else we ship.
 */
export function selfSignedCertificate(now = new Date()): {
  key: string;
  certificate: string;
} {
  const { privateKey, publicKey } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
  });
  const body = certificateBody(publicKey, now);
  const signature = sign("sha256", body, privateKey);
  const certificate = der.sequence(body, ecdsaWithSha256, der.bits(signature));
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    certificate: pem(certificate),
  };
}

const validDays = 397;
const ecdsaWithSha256 = der.sequence(der.identifier("1.2.840.10045.4.3.2"));

/** RFC 5280, TBSCertificate. */
function certificateBody(publicKey: KeyObject, now: Date): Buffer {
  const info = publicKey.export({ type: "spki", format: "der" });
  const name = der.sequence(
    der.set(der.sequence(der.identifier("2.5.4.3"), der.text("localhost"))),
  );
  // A minute back, for clocks that differ a little.
  const from = now.getTime() - 60_000;
  const until = from + validDays * 86_400_000;
  return der.sequence(
    der.tagged(0, der.integer(Buffer.from([2]))), // Version 3.
    der.integer(serialNumber()),
    ecdsaWithSha256,
    name,
    der.sequence(der.time(new Date(from)), der.time(new Date(until))),
    name,
    info,
    der.tagged(3, der.sequence(...extensions(info))),
  );
}

/** 16 bytes, of which the first is neither 0 nor negative. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

function extensions(info: Buffer): Buffer[] {
  const names = der.sequence(
    der.taggedPrimitive(2, Buffer.from("localhost")),
    der.taggedPrimitive(7, Buffer.from([127, 0, 0, 1])),
    der.taggedPrimitive(7, Buffer.concat([Buffer.alloc(15), Buffer.from([1])])),
  );
  const serverAuthentication = der.identifier("1.3.6.1.5.5.7.3.1");
  const keyId = createHash("sha256").update(info).digest().subarray(0, 20);
  return [
    extension("2.5.29.19", true, der.sequence()), // Basic constraints: no CA.
    extension("2.5.29.15", true, der.flags(0x80, 1)), // Digital signatures.
    extension("2.5.29.37", false, der.sequence(serverAuthentication)),
    extension("2.5.29.17", false, names),
    extension("2.5.29.14", false, der.octets(keyId)),
  ];
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  const flag = critical ? [der.boolean(true)] : [];
  return der.sequence(der.identifier(id), ...flag, der.octets(value));
}

function pem(certificate: Buffer): string {
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
