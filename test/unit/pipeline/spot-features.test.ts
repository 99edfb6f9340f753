import { describe, expect, it } from 'vitest'
import type { Place } from '../../../core/assessment.ts'
import { placeFeatures } from '../../../pipeline/grouping/features.ts'

function place(text: string, code: string | null, name: string | null): Place {
  return { text, offset: 0, code, name, level: code === null ? null : code.length > 6 ? 'street' : 'district', ours: true }
}

function spots(...places: Place[]): string[] {
  return [...placeFeatures(places).spots]
}

describe('the spots by which happenings are told apart', () => {
  it('has a road that the gazetteer knows, though it bears the code of its district', () => {
    expect(spots(place('建设路', '120101', '和平区'))).toEqual(['建设路'])
  })

  it('has a road that is written together with its district, by its own name', () => {
    expect(spots(place('天津市和平区光明路', '120101', '和平区'))).toEqual(['光明路'])
  })

  it('has a road that nobody knows, and a street of the gazetteer', () => {
    expect(spots(place('春山路', null, null), place('中北镇', '120111100', '中北镇'))).toEqual(['春山路', '中北镇'])
  })

  it('has no division, nor its short name', () => {
    expect(spots(place('和平区', '120101', '和平区'), place('天津市和平区', '120101', '和平区'), place('连云港', '3207', '连云港市'))).toEqual([])
  })
})
