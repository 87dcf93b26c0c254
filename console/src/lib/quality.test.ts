import { expect, test } from "vitest";
import { Quality } from "../schema";
import { ne107, qualityWords, severity } from "./quality";

test("the top two bits decide the severity, the reserved one is bad", () => {
  expect(severity(0x3fff_ffff)).toBe("good");
  expect(severity(0x4000_0000)).toBe("uncertain");
  expect(severity(0x8000_0000)).toBe("bad");
  expect(severity(0xc000_0000)).toBe("bad");
});

test("NE107 letters, whatever the flag bits say", () => {
  expect(ne107(Quality.GOOD | 0x0401)).toBe("G");
  expect(ne107(Quality.GOOD_LOCAL_OVERRIDE)).toBe("C");
  expect(ne107(Quality.UNCERTAIN_SUB_NORMAL)).toBe("S");
  expect(ne107(Quality.BAD_SENSOR_FAILURE)).toBe("F");
  expect(ne107(Quality.BAD_OUT_OF_SERVICE | 0x0401)).toBe("C");
});

test("every code of the contract has words of its own", () => {
  for (const code of Object.values(Quality)) expect(qualityWords(code)).not.toContain("0x");
  expect(qualityWords(0x8fff_1234)).toBe("bad (0x8FFF0000)");
});
