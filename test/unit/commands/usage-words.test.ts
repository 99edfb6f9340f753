import { Command } from 'commander'
import { expect, test } from 'vitest'
import { speakChineseOf } from '../../../commands/usage-words.ts'

function said(...args: readonly string[]): string {
  let written = ''
  const program = new Command('wanglou').exitOverride()
  speakChineseOf(program)
  program.configureOutput({ writeErr: (text) => void (written += text), writeOut: (text) => void (written += text) })
  program.command('start').argument('<file>').option('--port <n>', '端口', '8420').requiredOption('--login <name>', '登录名')
  try {
    program.parse(args, { from: 'user' })
  } catch {
    // What it said is what counts.
  }
  return written
}

test.each([
  [['strat'], '错误：没有命令 strat，是否应为 start?\n'],
  [['fly-away'], '错误：没有命令 fly-away\n'],
  [['start', 'f', '--login', 'a', '--prot', '1'], '错误：没有选项 --prot，是否应为 --port?\n'],
  [['start', 'f', '--login', 'a', '--port'], '错误：选项 --port <n> 后面缺少值\n'],
  [['start', 'f'], '错误：必须写选项 --login <name>\n'],
  [['start', '--login', 'a'], '错误：缺少参数 <file>\n'],
  [['start', 'f', 'g', '--login', 'a'], '错误：参数太多：给了 2 个（f, g）\n']
])('%j is refused in Chinese', (args, words) => {
  expect(said(...args)).toBe(words)
})

test('help has Chinese headings and names what is usual', () => {
  const help = said('start', '--help')
  for (const words of ['用法：', '[选项]', '选项：', '(默认：']) expect(help).toContain(words)
  expect(said('--help')).toContain('start [选项]')
})
