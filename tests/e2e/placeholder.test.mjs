// Placeholders hold a picture's place in its colours.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { script } from './shop.mjs';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~';
globalThis.fairday = { hashDigits: DIGITS }; // web/boot sets it up
const { bitmap } = await script('placeholders');
const digits = (number, length) => Array.from({ length }, (_, n) => DIGITS[Math.floor(number / 83 ** (length - 1 - n)) % 83]).join('');

test('a hash of the mean colour alone becomes a small bitmap in that colour', () => {
  const file = bitmap(`00${digits(0xff8000, 4)}`);
  const view = new DataView(file.buffer);
  assert.equal(String.fromCharCode(...file.slice(0, 2)), 'BM');
  assert.equal(view.getUint32(2, true), file.length);
  for (let at = 54; at < file.length; at += 20) assert.deepEqual([...file.slice(at, at + 3)], [0, 128, 255], 'blue, green, red');
});

test('light on one side is light on that side', () => {
  // Two components across: grey, and a wave that brightens the left.
  const file = bitmap(`1~${digits(0x808080, 4)}${digits(18 * 361 + 18 * 19 + 18, 2)}`);
  assert.ok(file[54] > 150 && file[54 + 15] < 100, `${file[54]} on the left, ${file[54 + 15]} on the right`);
});

test('a broken hash is no picture', () => {
  for (const broken of ['', 'L', 'LEHV6nWB2yk8pyo0adR*.7kCMdn', '中文', '\0\0\0\0\0\0', '00    ']) assert.equal(bitmap(broken), undefined, broken);
});
