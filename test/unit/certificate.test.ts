import { createPublicKey, X509Certificate } from "node:crypto";
import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:tls";
import { expect, test } from "vitest";
import { selfSignedCertificate } from "../../src/certificate.ts";

const now = new Date("2030-01-01T00:00:00Z");
const { key, certificate } = selfSignedCertificate();
const parsed = new X509Certificate(certificate);

test("it is signed with its own key", () => {
  expect(parsed.verify(createPublicKey(key))).toBe(true);
});

test.each(["localhost"])("it is for the host %s", (host) => {
  expect(parsed.checkHost(host)).toBe(host);
});

test.each(["127.0.0.1", "::1"])("it is for the address %s", (address) => {
  expect(parsed.checkIP(address)).toBe(address);
});

test("it can sign no other certificates", () => {
  expect(parsed.ca).toBe(false);
});

test("it is for servers", () => {
  expect(parsed.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
});

test("it lives for 397 days", () => {
  const { validFrom, validTo } = new X509Certificate(
    selfSignedCertificate(now).certificate,
  );
  expect(Date.parse(validTo) - Date.parse(validFrom)).toBe(397 * 86_400_000);
});

test("it is still right after 2049, when times are written otherwise", () => {
  const later = selfSignedCertificate(new Date("2055-06-01T00:00:00Z"));
  expect(new X509Certificate(later.certificate).validTo).toContain("2056");
});

test("each has a number of its own", () => {
  const other = new X509Certificate(selfSignedCertificate().certificate);
  expect(other.serialNumber).not.toBe(parsed.serialNumber);
});

test("a client that trusts it gets through", async () => {
  const server = createServer({ key, cert: certificate }, (socket) => {
    socket.end("hello");
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const authorized = await new Promise((answer, fail) => {
    const socket = connect(
      { host: "127.0.0.1", port, ca: certificate, servername: "localhost" },
      () => answer(socket.authorized),
    ).on("error", fail);
  });
  server.close();
  expect(authorized).toBe(true);
});
