/** A rule pack as it is written: where it stands decides which word lists it may name. */
export interface PackText {
  readonly id: string
  readonly file: string
  readonly text: string
}
