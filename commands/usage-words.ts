import { Help, type Command, type Option } from 'commander'

const titles: Readonly<Record<string, string>> = { 'Usage:': '用法：', 'Arguments:': '参数：', 'Options:': '选项：', 'Commands:': '命令：' }

/** Makes commander, which knows no other language, say its errors and headings in Chinese. Before commands are added: they take over what it has. */
export function speakChineseOf(program: Command): void {
  program.configureOutput({ outputError: (message, write) => write(usageFault(message)) })
  program.configureHelp({
    styleTitle: (title) => titles[title] ?? title,
    styleUsage: (usage) => usage.replace('[options]', '[选项]').replace('[command]', '[命令]'),
    subcommandTerm: (command) => Help.prototype.subcommandTerm.call(Help.prototype, command).replace('[options]', '[选项]'),
    optionDescription: (option: Option) => Help.prototype.optionDescription.call(Help.prototype, option).replace('(default: ', '(默认：')
  })
}

const faults: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [/missing required argument '(.+)'/, (name) => `缺少参数 <${name}>`],
  [/option '(.+)' argument missing/, (option) => `选项 ${option} 后面缺少值`],
  [/required option '(.+)' not specified/, (option) => `必须写选项 ${option}`],
  [/unknown option '(.+)'/, (option) => `没有选项 ${option}`],
  [/unknown command '(.+)'/, (name) => `没有命令 ${name}`],
  [/too many arguments.*got (\d+): (.+)\.$/m, (count, given) => `参数太多：给了 ${count} 个（${given}）`],
  [/cannot be used with/, () => '有两个选项不能同时使用']
]

/** What commander found wrong, and what it thinks was meant. */
export function usageFault(message: string): string {
  const meant = /\(Did you mean (?:one of )?(.+)\?\)/.exec(message)?.[1]
  for (const [pattern, words] of faults) {
    const match = pattern.exec(message)
    if (match !== null) return `错误：${words(...match.slice(1))}${meant === undefined ? '' : `，是否应为 ${meant.replaceAll(', ', '、')}?`}\n`
  }
  return message
}
