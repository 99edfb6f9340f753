import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RulePackFile, resolvePack } from '../../../config/rule-pack.ts'
import { TermLists } from '../../../config/term-lists.ts'
import { problemLine, YamlFile } from '../../../config/yaml-file.ts'
import type { RulePack } from '../../../core/rule.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wanglou-rules-'))
  await mkdir(path.join(folder, 'words'))
})
afterEach(() => rm(folder, { recursive: true }))

/** A pack of one rule with this condition, and the problems found with their places in `pack.yaml` or in a list. */
async function read(rule: string): Promise<{ when: RulePack['rules'][number]['when'] | undefined; problems: string[] }> {
  const text = `id: p\nsubject: 测试\nversion: '1'\nrules:\n  - id: one\n    name: 一\n    eventType: 一\n    source: 测试\n${rule
    .split('\n')
    .map((line) => `    ${line}\n`)
    .join('')}`
  const file = new YamlFile(path.join(folder, 'pack.yaml'), text)
  const checked = file.check(RulePackFile)
  const pack = checked === undefined ? undefined : await resolvePack({ value: checked, file, at: [] }, new TermLists(folder))
  return {
    when: pack?.value.rules[0]?.when,
    problems: file.problems.map((problem) => problemLine({ ...problem, file: path.basename(problem.file) }))
  }
}

describe('a word list named by a rule', () => {
  it('stands where its words would stand', async () => {
    await writeFile(path.join(folder, 'words/fires.txt'), '\ufeff# 火\n火灾\n\n  起火 # 常见说法\r\n火灾\n')
    const { when, problems } = await read(
      'when: { any: [爆炸, {list: words/fires.txt}], near: { groups: [[{list: words/fires.txt}], [楼]], within: 9 } }'
    )
    expect(problems).toEqual([])
    expect(when).toEqual({ any: ['爆炸', '火灾', '起火'], near: { groups: [['火灾', '起火'], ['楼']], within: 9, ordered: false } })
  })

  it('that is missing or empty is told at the rule', async () => {
    await writeFile(path.join(folder, 'words/empty.txt'), '# 还没有\n')
    const { problems } = await read('when:\n  any: [{list: words/nowhere.txt}]\n  none: [{list: words/empty.txt}]')
    expect(problems[0]).toMatch(/^pack\.yaml:10:14 rules\.0\.when\.any\.0\.list: 读不到词表 words\/nowhere\.txt/)
    expect(problems[1]).toBe('pack.yaml:11:15 rules.0.when.none.0.list: 词表 words/empty.txt 里没有词')
  })

  it('with lines that are no words is told at those lines, once', async () => {
    const gbk = Buffer.from([0xbb, 0xf0, 0xd4, 0xd6])
    await writeFile(
      path.join(folder, 'words/bad.txt'),
      Buffer.concat([Buffer.from('起火\n  '), gbk, Buffer.from(`\n火\u0007灾\n${'长'.repeat(51)}\n`)])
    )
    const { problems } = await read('when: { any: [{list: words/bad.txt}], none: [{list: words/bad.txt}] }')
    expect(problems).toEqual([
      'bad.txt:2:1 词表: 不是 UTF-8 编码（可能是 GBK），请另存为 UTF-8',
      'bad.txt:3:2 词表: 有控制字符',
      'bad.txt:4:1 词表: 一行一词，此行有 51 字，最多 50 字'
    ])
  })
})

describe('a word list that is long', () => {
  it('of two hundred thousand words is read as any other', async () => {
    await writeFile(path.join(folder, 'words/many.txt'), Array.from({ length: 200_000 }, (_, index) => `词${index}`).join('\n'))
    const { when, problems } = await read('when: { any: [{list: words/many.txt}] }')
    expect(problems).toEqual([])
    expect(when?.any).toHaveLength(200_000)
  })

  it('stands beside the pack or under the configuration, nowhere else', async () => {
    const { problems } = await read('when: { any: [{list: ../../../../etc/passwd}], none: [{list: /etc/hostname}] }')
    expect(problems).toEqual([
      'pack.yaml:9:20 rules.0.when.any.0.list: 词表 ../../../../etc/passwd 不在规则包或配置所在的文件夹中',
      'pack.yaml:9:60 rules.0.when.none.0.list: 词表 /etc/hostname 不在规则包或配置所在的文件夹中'
    ])
  })

  it('has no lines of marks alone', async () => {
    await writeFile(path.join(folder, 'words/marks.txt'), '火灾\n。。。\n💥\n')
    const { problems } = await read('when: { any: [{list: words/marks.txt}] }')
    expect(problems).toEqual(['marks.txt:2:1 词表: “。。。”只有标点符号，不能作词'])
  })
})

describe('a rule that cannot be used', () => {
  it.each([
    ["when: { any: ['  '] }", /^pack\.yaml:9:19 rules\.0\.when\.any\.0: 词是空白的$/],
    ['when: { any: [。] }', /^pack\.yaml:9:19 rules\.0\.when\.any\.0: “。”只有标点符号，不能作词$/],
    ["when: { near: { groups: [[火], ['!?']], within: 9 } }", /rules\.0\.when\.near\.groups\.1\.0: “!\?”只有标点符号/],
    ['when: { any: [火灾, 起火], none: [演练, 火灾] }', /^pack\.yaml:9:39 rules\.0\.when\.none\.1: “火灾”既要有又不许有/],
    ['when: { near: { groups: [[火], [楼]], within: 1000000000 } }', /rules\.0\.when\.near\.within: 应不大于 1000/],
    ['when: { any: 火灾 }', /^pack\.yaml:9:13 rules\.0\.when\.any: 应为列表，现为“火灾”$/],
    ['when: { any: [] }', /rules\.0\.when\.any: 至少要有一项/],
    ['when: { any: [火] }\ngrade: V', /rules\.0\.grade: 应为 I、II、III、IV 之一，现为“V”/],
    ['when: { any: [{pattern: "(起火"}] }', /\( 没有闭合/],
    ['when: { any: [{pattern: "起火)"}] }', /多了一个 \)/],
    ['when: { any: [{pattern: "[起火"}] }', /\[ 没有闭合/],
    ['when: { any: [{pattern: "*起火"}] }', /\* \+ \? 前面没有内容/],
    ['when: { any: [{pattern: "(起火"}] }', /^pack\.yaml:9:20 rules\.0\.when\.any\.0\.pattern: 正则写错了/],
    ['when:\n  patterns:\n    - 起火\n    - "(?=火)灾"', /^pack\.yaml:12:11 rules\.0\.when\.patterns\.1: 正则写错了/],
    ['when: { patterns: ["(火)\\\\1"] }', /正则写错了/],
    ['when: { patterns: ["火*"] }', /能匹配空文本/],
    ['when: { patterns: ["(火{100}){100}"] }', /正则/],
    ['when: { patterns: ["[一二三四五六七八九十]{160}"] }', /正则太大/],
    ['when: { none: [演练] }', /^pack\.yaml:9:5 rules\.0\.when: 至少要有/],
    ['when: { any: [] }', /^pack\.yaml:9:13 rules\.0\.when\.any/],
    ['when: { any: [火], nearby: 3 }', /^pack\.yaml:9:23 rules\.0\.when\.nearby: 没有这个配置项/],
    ['when: { any: [火] }\nminEngagement: { shares: 3 }', /^pack\.yaml:10:22 rules\.0\.minEngagement\.shares: 没有这个配置项/],
    ['when: { any: [火] }\nauthors: { classes: [robots] }', /^pack\.yaml:10:26 rules\.0\.authors\.classes\.0/],
    ['when: { any: [火] }\nregions: [天津]', /^pack\.yaml:10:15 rules\.0\.regions\.0: 应为区划代码/],
    ['when: { near: { groups: [[火], [楼]], within: 0 } }', /^pack\.yaml:9:41 rules\.0\.when\.near\.within/]
  ])('%j is told with line and column', async (rule, message) => {
    const { problems } = await read(rule)
    expect(problems.join('\n')).toMatch(message)
  })
})

describe('a pack that is no YAML', () => {
  it.each([
    ['\tid: p', '缩进用了制表符'],
    ['id: p\nid: q', '同一处有两个同名的项'],
    ['id: p\n---\nid: q', '一个文件只能有一份内容'],
    ['id: "p', '引号'],
    ['id: [p', '括号'],
    ['id: "\\d"', '反斜杠转义'],
    ['id: p: q', '同一行里不能再写'],
    ['a: 1\n b: 2', ''],
    ['id: *p', '没有对应的锚点'],
    ['none: [!演习]', '不认识的标签'],
    ['id: @p', '值不能以这个字符开头']
  ])('%j is told in Chinese with its line', (text, reason) => {
    const [problem] = new YamlFile('pack.yaml', text).problems
    expect(problem === undefined ? '' : problemLine(problem)).toMatch(/^pack\.yaml:\d+:\d+ \(整个文件\): YAML 语法错误：[^a-z]+$/)
    expect(problem?.reason).toContain(reason)
  })
})
