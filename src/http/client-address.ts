import ipaddr from "ipaddr.js";

/**
 * Who is asking, for counting what a client spends: an IPv4 address, or the first 64 bits of an IPv6 address, since whoever has one has all of them
 * (RFC 6177). An IPv4 address in an IPv6 one is the same client. What is no address stands for itself.
 */
export function clientOf(address: string): string {
  if (!address.includes(":") || !ipaddr.isValid(address)) return address;
  const known = ipaddr.process(address);
  if (known.kind() === "ipv4") return known.toString();
  const bytes = known.toByteArray();
  const groups = [0, 2, 4, 6].map((index) => ((bytes[index]! << 8) | bytes[index + 1]!).toString(16));
  return `${groups.join(":")}::/64`;
}
