import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { anySourceSettings } from '../../../bench/any-settings.ts'
import { loadConfig } from '../../../config/load.ts'
import { ConfigError } from '../../../core/errors.ts'
import { encodeGbk } from '../../support/crawlers-gbk.ts'

const extensions = {
  sourceSettings: { ...anySourceSettings, portal: z.strictObject({ list: z.string() }), feed: z.strictObject({}) },
  channelSettings: z.strictObject({ type: z.literal('smtp'), host: z.string() })
}

const good = {
  'wanglou.yaml': `unit: {name: 云港市测试局, contact: 值班室}
jurisdiction: {id: yungang, name: 云港市, codes: ['99']}
packs: [pack.yaml]
grading: {version: t, rows: [{id: a, of: event, grade: II, words: 死亡10人, when: {deaths: 10}, source: 令}]}
policy: policy.yaml
departments: departments.yaml
contacts: [{id: desk, name: 值班席, role: duty-officer}]
channels: {mail: {type: smtp, host: mail.example}}
sources:
  - {id: portal-a, name: 门户, kind: portal, crawler: portal, url: 'https://a.example/', intervalMinutes: 10, settings: {list: ul}}
gazetteer: .
lexicon: .
`,
  'pack.yaml': `id: p
subject: 突发事件
version: '1'
rules:
  - {id: fire, name: 火灾, eventType: 火灾, when: {any: [火灾]}, source: 测试}
`,
  'policy.yaml': `version: t
countdowns:
  - {kind: reply, hours: 48, grades: [III], stopsWith: 回应, source: 61号}
escalation:
  - {id: new, on: opened, grades: [III], to: [duty-officer], channels: [dashboard, mail], words: 新, source: 测试}
`,
  'departments.yaml': `- {id: publicity, name: 宣传处, coordinator: true}
`
}

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wanglou-config-'))
  for (const [name, text] of Object.entries(good)) await writeFile(path.join(folder, name), text)
})
afterEach(() => rm(folder, { recursive: true }))

async function change(name: keyof typeof good, from: string, to: string): Promise<string> {
  expect(good[name]).toContain(from)
  await writeFile(path.join(folder, name), good[name].replace(from, to))
  const error: unknown = await loadConfig(folder, extensions).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ConfigError)
  return (error as Error).message
}

describe('outlets', () => {
  it('are watched only in lists of their own sites', async () => {
    const outlets = "outlets: [{name: 网站, urlPrefix: 'https://gov.example/zwgk/', watch: ['https://gov.example/', 'https://else.example/list']}]"
    const message = await change('wanglou.yaml', 'gazetteer: .', `${outlets}\ngazetteer: .`)
    expect(message).toMatch(/wanglou.yaml:11:\d+ outlets.0.watch.1: 列表 https:\/\/else.example\/list 不在任何发布渠道/)
    expect(message).not.toContain('watch.0')
  })

  it('are wanted where an account is called our own', async () => {
    await writeFile(path.join(folder, 'wanglou.yaml'), good['wanglou.yaml'].replace('intervalMinutes: 10', 'intervalMinutes: 10, own: true'))
    expect((await loadConfig(folder, extensions)).warnings).toEqual([expect.stringMatching(/sources.0.own: 标为本单位的账号，但没有配置发布渠道/)])
  })
})

describe('wording templates', () => {
  const shipped = readFileSync(new URL('../../../config/wording-templates.yaml', import.meta.url), 'utf8')

  it.each([
    ['name: 首次发布\n', 'name: 首次发布\n    colour: red\n', /words\.yaml:10:\d+ templates\.0\.colour: 没有这个配置项/],
    ['截至{截至}，{伤亡}', '截至{截至}，{伤亡人数}', /words\.yaml:\d+:\d+ templates\.0\.parts\.1\.text: 没有这个占位：\{伤亡人数\}/],
    ['field: public-advice', 'field: advice', /words\.yaml:\d+:\d+ templates\.0\.parts\.4\.field: 应为 heading、/]
  ])('of a city with a mistake (%j → %j) name file, line and field', async (from, to, message) => {
    expect(shipped).toContain(from)
    await writeFile(path.join(folder, 'words.yaml'), shipped.replace(from, to))
    await writeFile(path.join(folder, 'wanglou.yaml'), `${good['wanglou.yaml']}wordingTemplates: words.yaml\n`)
    await expect(loadConfig(folder, extensions)).rejects.toThrow(message)
  })
})

describe('a configuration', () => {
  it('is read with all that it names', async () => {
    const config = await loadConfig(folder, extensions)
    expect(config.packs[0]?.rules[0]?.id).toBe('fire')
    expect(config.policy.countdowns[0]?.phases).toEqual([0.5, 0.75, 0.9])
  })

  it.each([
    ['wanglou.yaml', 'jurisdiction:', 'jurisdicton:', /wanglou\.yaml:2:1 jurisdicton/],
    ['policy.yaml', 'hours: 48', 'hours: soon', /policy\.yaml:3:19 countdowns\.0\.hours/],
    ['policy.yaml', 'stopsWith', 'stopWith', /policy\.yaml:3:45 countdowns\.0\.stopWith: 没有这个配置项/],
    [
      'policy.yaml',
      'channels: [dashboard, mail]',
      'channels: [dashboard, mial]',
      /policy\.yaml:5:84 escalation\.0\.channels\.1: 没有这个渠道：mial，是否应为 mail\?/
    ],
    ['policy.yaml', 'to: [duty-officer]', 'to: [duty-oficer]', /policy\.yaml:5:\d+ .*是否应为 duty-officer\?/],
    ['departments.yaml', 'coordinator: true', 'coordinator: false', /departments\.yaml:1:1 .*coordinator/],
    ['pack.yaml', '{any: [火灾]}', '{any: 火灾}', /pack\.yaml:5:48 rules\.0\.when\.any/],
    ['wanglou.yaml', 'settings: {list: ul}', 'settings: {lst: ul}', /wanglou\.yaml:10:\d+ sources\.0\.settings/],
    ['wanglou.yaml', 'host: mail.example', 'hst: mail.example', /wanglou\.yaml:8:\d+ channels\.mail/],
    ['wanglou.yaml', 'role: duty-officer', 'role: duty-offizer', /wanglou\.yaml:7:\d+ contacts\.0\.role: .*是否应为 duty-officer\?/],
    ['wanglou.yaml', 'pack.yaml', 'pakc.yaml', /wanglou\.yaml:3:9 packs\.0: 读不到文件/],
    ['departments.yaml', '- {', '- [', /departments\.yaml:\d+:\d+ .*YAML 语法错误/]
  ] as const)('with a mistake in %s (%s → %s) names file, line, column and field', async (name, from, to, message) => {
    expect(await change(name, from, to)).toMatch(message)
  })

  it('in GBK is refused with its first line that is none of UTF-8', async () => {
    await writeFile(path.join(folder, 'pack.yaml'), encodeGbk(good['pack.yaml']))
    await expect(loadConfig(folder, extensions)).rejects.toThrow(/pack\.yaml:2:1 \(整个文件\): 不是 UTF-8 编码（可能是 GBK），请另存为 UTF-8/)
  })

  it('names what it cannot open in Chinese', async () => {
    await mkdir(path.join(folder, 'folder.yaml'))
    expect(await change('wanglou.yaml', 'pack.yaml', 'folder.yaml')).toMatch(/packs\.0: 读不到文件 \S+folder\.yaml：这是文件夹，不是文件/)
    expect(await change('wanglou.yaml', 'pack.yaml', 'pakc.yaml')).toMatch(/packs\.0: 读不到文件 \S+pakc\.yaml：没有这个文件或文件夹/)
  })

  it('knows the regions that its rules name', async () => {
    await writeFile(path.join(folder, 'divisions.tsv'), '99\t云港省\n9901\t云港市\n')
    const regions = (codes: string): Promise<void> =>
      writeFile(path.join(folder, 'pack.yaml'), good['pack.yaml'].replace('source: 测试', `source: 测试, regions: [${codes}]`))
    await regions("'99', '9901'")
    await expect(loadConfig(folder, extensions)).resolves.toBeDefined()
    await regions("'99', '9999'")
    await expect(loadConfig(folder, extensions)).rejects.toThrow(/pack\.yaml:5:\d+ rules\.0\.regions\.1: 地名库中没有区划代码 9999/)
  })

  it('warns of a rule whose owner is no department', async () => {
    await writeFile(path.join(folder, 'pack.yaml'), good['pack.yaml'].replace('source: 测试', 'source: 测试, owner: 宣传出'))
    const { warnings } = await loadConfig(folder, extensions)
    expect(warnings).toEqual([expect.stringMatching(/pack\.yaml:5:\d+ rules\.0\.owner: 没有这个部门：宣传出，是否应为 宣传处\?/)])
  })

  it('has no assistant unless one is named, and one with what is usual where no more is said', async () => {
    expect((await loadConfig(folder, extensions)).assistant).toBeNull()
    const assistant = "assistant: {url: 'http://127.0.0.1:8000/v1', model: local}\n"
    await writeFile(path.join(folder, 'wanglou.yaml'), good['wanglou.yaml'] + assistant)
    expect((await loadConfig(folder, extensions)).assistant).toEqual({
      url: 'http://127.0.0.1:8000/v1',
      model: 'local',
      timeoutSeconds: 60,
      mostMentions: 20
    })
  })

  it.each([
    ["{url: 'file:///etc/passwd', model: m}", 'assistant.url'],
    ["{url: 'https://user:word@a.example/v1', model: m}", '口令不写在地址里'],
    ["{url: 'https://a.example/v1'}", 'assistant.model'],
    ["{url: 'https://a.example/v1', model: m, key: sk-1}", 'assistant.key']
  ])('refuses an assistant %s', async (assistant, reason) => {
    await writeFile(path.join(folder, 'wanglou.yaml'), `${good['wanglou.yaml']}assistant: ${assistant}\n`)
    await expect(loadConfig(folder, extensions)).rejects.toThrow(reason)
  })

  it('says every mistake at once', async () => {
    await writeFile(path.join(folder, 'policy.yaml'), good['policy.yaml'].replace('hours: 48', 'hours: -1').replace('words: 新', "words: ''"))
    await expect(loadConfig(folder, extensions)).rejects.toThrow(/配置有 2 处错误/)
  })

  it('names the folder when there is none', async () => {
    await expect(loadConfig(path.join(folder, 'nowhere'), extensions)).rejects.toThrow(/wanglou\.yaml/)
  })
})
