// No letters and digits that look alike on paper.
const alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** newPassword is one that nobody has thought of: 20 characters, more than 115 bits. */
export function newPassword(length = 20): string {
  let made = ''
  while (made.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length * 2))) {
      // What is above the last whole round of the alphabet would make its first letters likelier.
      if (byte < 256 - (256 % alphabet.length) && made.length < length) made += alphabet[byte % alphabet.length]
    }
  }
  return made
}
