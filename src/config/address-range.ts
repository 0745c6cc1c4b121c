import { z } from "zod";

const range = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);

/** An IP address, or a range of them as CIDR writes it. */
export const addressRange = z.string().refine((text) => range.safeParse(text).success, {
  error: ({ input }) => `${JSON.stringify(input)} must be an IP address or a range such as 10.0.0.0/8`,
});
