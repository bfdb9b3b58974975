// Every name below localhost is this machine (RFC 6761), whatever the resolver knows of it.
import dns from "node:dns";

const lookup = dns.lookup;
dns.lookup = (name, options, done) => lookup(name.endsWith(".localhost") ? "127.0.0.1" : name, options, done);
