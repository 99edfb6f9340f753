import { describe, expect, test } from 'vitest'
import { contradictions } from '../../../core/contradictions.ts'

const wording = '事故造成2人死亡、3人受伤，原因正在调查。'

describe('what a page says against the wording that it carries', () => {
  test('is nothing where it only says more', () => {
    expect(contradictions(`${wording}现场有5人被困，已全部救出。伤者已送医。`, wording)).toEqual([])
  })

  test('is another number of the same harm', () => {
    expect(contradictions(`${wording}更正：实际造成20人死亡。`, wording)).toEqual(['页面另有「20人死亡」'])
    expect(contradictions(`${wording}共有２０人遇难。`, wording)).toEqual(['页面另有「20人遇难」'])
  })

  test('is another number behind the harm', () => {
    expect(contradictions(`${wording}更正：死亡人数应为4人。`, wording)).toEqual(['页面另有「死亡人数应为4人」'])
    expect(contradictions(`${wording}死亡人数为2人。`, wording)).toEqual([])
  })

  test('is another number in Chinese numerals, as the page puts it; the same one is none, nor what is near one', () => {
    expect(contradictions(`${wording}更正：实际九人死亡。`, wording)).toEqual(['页面另有「九人死亡」'])
    expect(contradictions(`${wording}死亡人数升至十二人。`, wording)).toEqual(['页面另有「死亡人数升至十二人」'])
    expect(contradictions(`${wording}已造成三死五伤。`, wording)).toEqual(['页面另有「三死五伤」'])
    expect(contradictions(`${wording}两人死亡，三人受伤。第九人受伤，近百人受伤。`, wording)).toEqual([])
  })

  test('is no number that it calls a rumour', () => {
    expect(contradictions(`${wording}网传“20人死亡”系谣言。`, wording)).toEqual([])
    expect(contradictions(`${wording}网传2人死亡不实，实际20人死亡。`, wording)).toEqual(['页面另有「20人死亡」'])
  })

  test('is a word that takes it back', () => {
    expect(contradictions(`${wording}更正：上文不实。`, wording)).toEqual(['页面写明「上文不实」'])
  })
})
