#!/usr/bin/env node
/** The command line. Each command is a file of commands/, loaded when it is called; system.ts composes what runs. */
import { Command, CommanderError } from 'commander'
import type { ArchiveOptions } from './commands/archive.ts'
import type { BackupOptions, RestoreOptions } from './commands/backup.ts'
import { keepCompiled } from './commands/compile-cache.ts'
import { endWhenReaderLeaves, exitCodeOf, messageOf, say } from './commands/exit.ts'
import type { IngestOptions } from './commands/ingest.ts'
import type { Place } from './commands/place.ts'
import type { ReportsOptions } from './commands/reports.ts'
import type { RuleOptions } from './commands/rule.ts'
import type { SupervisionOptions } from './commands/supervision.ts'
import type { TokenOptions } from './commands/token.ts'
import { speakChineseOf } from './commands/usage-words.ts'
import { speakChinese } from './core/schema-words.ts'

keepCompiled()
const program = new Command('wanglou')
speakChineseOf(program)
program
  .description('望楼：政务舆情监测与回应')
  .version('0.1.0', '-V, --version', '版本')
  .helpOption('-h, --help', '帮助')
  .helpCommand('help [命令]', '某个命令的帮助')
  .showHelpAfterError('(加 --help 看用法)')
  .exitOverride()

/** A command that reads a configuration and a data folder. */
function command(usage: string, about: string): Command {
  return program
    .command(usage)
    .description(about)
    .helpOption('-h, --help', '帮助')
    .option('--config <dir>', '配置文件夹')
    .option('--data <dir>', '数据文件夹（默认 ./data;演练为 ./data/drill）')
    .option('--engine <engine>', '引擎:embedded(本机文件夹)、cluster(Kafka 与 Elasticsearch)', 'embedded')
}

command('start', '启动：采集、研判、预警、工作台')
  .option('--roles <roles>', '只启动这些角色，逗号分隔:crawl,pipeline,alerting,dashboard')
  .option('--host <host>', '工作台监听地址', '127.0.0.1')
  .option('--port <n>', '工作台端口（0 为任意空闲端口）', '8420')
  .option('--drill-port <n>', '从页面开始的演练，其工作台的端口（0 为任意空闲端口）', '0')
  .option('--until-idle', '所有主题处理完即退出')
  .action(async (options: Place & { roles?: string; host: string; port: string; drillPort: string; untilIdle?: boolean }) => {
    // Before anything is loaded: what the heap has grown to it keeps.
    if (options.engine === 'cluster') {
      ;(await import('./commands/thrifty-malloc.ts')).keepMallocSmall()
      ;(await import('./commands/thrifty-heap.ts')).keepHeapSmall()
    }
    await (await import('./commands/start.ts')).start(options)
  })

command('drill', '演练：一座虚构城市的一天')
  .option('--scenario <name>', '场景', 'yungang-day')
  .option('--speed <n>', '民用时间的倍速')
  .option('--once', '不开浏览器，从头演到尾，打印一行 JSON 摘要')
  .option('--port <n>', '工作台端口（0 为任意空闲端口）', '0')
  .action(async (options: Place & { scenario: string; speed?: string; once?: boolean; port: string }) => {
    await (await import('./commands/drill.ts')).drill(options)
  })

command('import <file...>', '导入其他工具写出的文件')
  .option('--format <format>', '格式：auto、mention、media-crawler、weibo（weibo-crawler、weibo-search）', 'auto')
  .option('--kind <kind>', '存下的网页（.html、.mhtml）是哪类来源，网址看不出时要写：portal、forum、newspaper …')
  .action(async (files: string[], options: Place & { format: string; kind?: string }) => {
    await (await import('./commands/import.ts')).importFiles(files, options)
  })

command(
  'ingest <action> [names...]',
  '推送、导入与录入的采集源:token 源（建推送令牌）、tokens [源]、revoke 源 令牌、file 源 文件…（按列对应导入 xlsx、csv、json）'
)
  .option('--bearer', 'token：直接出示的令牌，给不会签名的程序（如 weibo-crawler 的 post 方式）')
  .option('--note <text>', 'token：给谁用')
  .option('--json', '输出 JSON')
  .action(async (action: string, names: string[], options: IngestOptions) => {
    await (await import('./commands/ingest.ts')).ingest(action, names, options)
  })

command('assess <file>', '逐条研判 JSONL 文件，每条输出一行；不动任何存储').action(async (file: string, options: Place) => {
  await (await import('./commands/assess.ts')).assess(file, options)
})

command('group <file>', '按值班台的标准把 JSONL 文件中的信息归并为事件，每条输出一行；不动任何存储')
  .option('--all', '不相关的也归并，且标准从宽：主要看文字相似，不论时间远近（用于没有地点、时间的语料）')
  .action(async (file: string, options: Place & { all?: boolean }) => {
    await (await import('./commands/group.ts')).group(file, options)
  })

command('evaluate <file>', '用带 expected 标注的 JSONL 文件检验规则：精确率、召回率，逐条错误及理由；不动任何存储')
  .option('--json', '输出 JSON')
  .action(async (file: string, options: Place & { json?: boolean }) => {
    await (await import('./commands/evaluate.ts')).evaluateFile(file, options)
  })

command(
  'rule <action> [file]',
  '规则:backtest [FILE](用 --config 的新规则回测已存信息或文件）、history(屏幕上改过的各版本）、show 版本号(输出全文）、import-trendradar FILE(输出 YAML)'
)
  .option('--against <dir>', '与这份配置比较；不写则与库中的研判比较')
  .option('--json', '输出 JSON')
  .action(async (action: string, file: string | undefined, options: RuleOptions) => {
    await (await import('./commands/rule.ts')).rule(action, file, options)
  })

program
  .command('extract-article <file...>')
  .description('从 HTML 文件中读出标题、正文、时间、作者、来源')
  .helpOption('-h, --help', '帮助')
  .action(async (files: string[]) => {
    await (await import('./commands/extract-article.ts')).extractArticles(files)
  })

command('search <query>', '检索信息：空格为且,"…" 为短语,OR,-排除，字段：值，从..到')
  .option('--limit <n>', '最多几条', '20')
  .option('--json', '每条一行 JSON')
  .action(async (query: string, options: Place & { limit: string; json?: boolean }) => {
    await (await import('./commands/search.ts')).search(query, options)
  })

command(
  'incidents <action> [id]',
  '事件:list、show ID、review-answer ID（答复质量）、export ID、cases（人改判过的，作标注）、decisions（人改派过的，存为配置文件夹的 past-decisions.jsonl，下次照办）、draft ID（起草，须配置助手）、wording ID（口径各版与审批）、media ID（媒体宣传计划）、drift（人机定级偏差）'
)
  .option('--status <status>', '只列此状态:open、closed、dismissed、merged')
  .option('--template <id>', 'wording：按此模板用事件已知的情况起草，只显示不存')
  .option('--diff <from..to>', 'wording：两版的不同，如 1..2')
  .option('--json', '输出 JSON')
  .action(async (action: string, id: string | undefined, options: Place & { status?: string; template?: string; diff?: string; json?: boolean }) => {
    await (await import('./commands/incidents.ts')).incidents(action, id, options)
  })

command(
  'supervision <action> [id]',
  '督办台账:list、show 事件/文书、paper 事件/文书（公文将写的内容，JSON）、proposals（系统建议）、verify（文号无缺号、无重号）'
)
  .option('--month <month>', '只列此月起草的，如 2026-11')
  .option('--department <id>', '只列此单位的')
  .option('--json', '每份一行 JSON')
  .action(async (action: string, id: string | undefined, options: SupervisionOptions) => {
    await (await import('./commands/supervision.ts')).supervision(action, id, options)
  })

command('measures', '按时率与漏报、迟报、误报、瞒报，按部门')
  .option('--month <month>', '只算此月，如 2026-11')
  .option('--department <id>', '只算此部门；none 为不归单一部门的')
  .option('--json', '输出 JSON，含每个数字所数的各行')
  .action(async (options: Place & { month?: string; department?: string; json?: boolean }) => {
    await (await import('./commands/measures.ts')).measures(options)
  })

command('reports <action> [subject]', '报告:make 文种（快报、专报、日报、周报、月报、办结报告、督办单、通报、约谈通知）、list、save 编号、schedule')
  .option('--day <date>', '日报、周报、月报：截至哪一天，如 2026-11-28；不写为今天')
  .option('--incident <id>', '快报、专报、办结报告：哪个事件')
  .option('--entry <id>', '督办单、通报、约谈通知：督办台账中已签发的文书，如 事件/supervision-1')
  .option('--out <dir>', '另存到文件夹')
  .option('--json', '每份一行 JSON')
  .action(async (action: string, subject: string | undefined, options: ReportsOptions) => {
    await (await import('./commands/reports.ts')).reports(action, subject, options)
  })
command('tasks <action> [incident] [task]', '任务:list、done 事件 任务 --by 登录名 --text 完成情况、return 事件 任务 --by 登录名 --text 理由')
  .option('--department <id>', '只列此部门的')
  .option('--all', '已完成、已撤回和已结束事件的也列')
  .option('--by <login>', '由谁办理：登录名')
  .option('--text <text>', '完成情况或退回理由')
  .option('--json', '每条一行 JSON')
  .action(
    async (
      action: string,
      incident: string | undefined,
      task: string | undefined,
      options: Place & { department?: string; all?: boolean; by?: string; text?: string; json?: boolean }
    ) => {
      await (await import('./commands/tasks.ts')).tasks(action, incident, task, options)
    }
  )

command('dead-letters <action> [id]', '死信:list、show ID、replay [ID]')
  .option('--json', '每条一行 JSON')
  .action(async (action: string, id: string | undefined, options: Place & { json?: boolean }) => {
    await (await import('./commands/dead-letters.ts')).deadLetters(action, id, options)
  })

command('channels <action> [channel] [contact]', '通知渠道:test 渠道 岗位，发一条测试消息并显示结果')
  .option('--json', '输出 JSON')
  .action(async (action: string, channel: string | undefined, contact: string | undefined, options: Place & { json?: boolean }) => {
    await (await import('./commands/channels.ts')).channels(action, channel, contact, options)
  })

command('archive <action> [what]', '归档:make 事件（归档，须已办结）、list、verify 归档包或事件（逐字节核验）')
  .option('--to <file>', 'make：只写出一份副本到此文件，不归档')
  .option('--root <hash>', 'verify：另处抄存的根哈希')
  .option('--json', '输出 JSON')
  .action(async (action: string, what: string | undefined, options: ArchiveOptions) => {
    await (await import('./commands/archive.ts')).archive(action, what, options)
  })

command('backup <action> [id]', '备份：make（不必停机）、list、verify 编号；只用于单机引擎')
  .option('--to <dir>', '备份所在的文件夹（默认 WANGLOU_BACKUP_DIR，再没有为数据文件夹里的 backups）')
  .option('--json', '输出 JSON')
  .action(async (action: string, id: string | undefined, options: BackupOptions) => {
    await (await import('./commands/backup.ts')).backup(action, id, options)
  })

command('restore <backup>', '恢复：把一份备份写进空的数据文件夹；恢复前先核验')
  .option('--from <dir>', '备份所在的文件夹')
  .action(async (id: string, options: RestoreOptions) => {
    await (await import('./commands/backup.ts')).restore(id, options)
  })

command('audit <action>', '审计:verify 核验审计链与每个事件的哈希链')
  .option('--json', '输出 JSON')
  .action(async (action: string, options: Place & { json?: boolean }) => {
    await (await import('./commands/audit.ts')).audit(action, options)
  })

command('token <action> [name]', '接口令牌：add 系统（建立，只显示一次）、list、revoke 编号')
  .option('--scopes <scopes>', 'add：权限，逗号分隔，如 incident.read,mention.search')
  .option('--days <n>', 'add：有效天数；不写则到撤销为止')
  .option('--json', '输出 JSON')
  .action(async (action: string, name: string | undefined, options: TokenOptions) => {
    await (await import('./commands/token.ts')).token(action, name, options)
  })

command('user <action>', '人员:add、link(一次性登录链接)')
  .requiredOption('--login <login>', '登录名')
  .option('--name <name>', '显示名')
  .option('--roles <roles>', '角色，逗号分隔')
  .option('--department <id>', '部门编号')
  .action(async (action: string, options: Place & { login: string; name?: string; roles?: string; department?: string }) => {
    await (await import('./commands/user.ts')).user(action, options)
  })

program
  .command('migrate')
  .description('迁移：把数据文件夹的全部内容搬进集群，可中断后再运行；最后逐条比对')
  .helpOption('-h, --help', '帮助')
  .requiredOption('--from <engine>', '从哪个引擎:embedded')
  .requiredOption('--to <engine>', '到哪个引擎:cluster')
  .option('--config <dir>', '配置文件夹')
  .option('--data <dir>', '数据文件夹（默认 ./data）')
  .option('--restart', '清除上次没迁完的部分，从头迁移')
  .option('--json', '输出 JSON')
  .action(async (options: Place & { from: string; to: string; restart?: boolean; json?: boolean }) => {
    await (await import('./commands/migrate.ts')).migrateData(options)
  })

program
  .command('retention')
  .description('清理：整个索引地删除集群中过期的信息；事件、审计、证据、通知都保留')
  .helpOption('-h, --help', '帮助')
  .option('--config <dir>', '配置文件夹')
  .option('--engine <engine>', '只有集群可以清理:cluster', 'cluster')
  .option('--before <date>', '删除整段都在这一天（北京时间）之前的索引，如 2026-01-01')
  .option('--keep-days <n>', '至少保留最近这些天首次见到的信息')
  .option('--dry-run', '只说会删除什么')
  .option('--force', '其中有未办结事件的信息也删除')
  .option('--json', '每个索引一行 JSON')
  .action(async (options: Place & { before?: string; keepDays?: string; dryRun?: boolean; force?: boolean; json?: boolean }) => {
    await (await import('./commands/retention.ts')).retention(options)
  })

command('doctor', '体检：本机、配置、数据文件夹或集群，每项一行')
  .option('--json', '每项一行 JSON')
  .action(async (options: Place & { json?: boolean }) => {
    await (await import('./commands/doctor.ts')).doctor(options)
  })

command('source <action> <url>', '采集源:test 网址，判断它是哪一类，试抓几条，并给出可粘贴的配置')
  .option('--allow-private', '允许内网地址')
  .option('--json', '输出一行 JSON')
  .action(async (action: string, url: string, options: Place & { json?: boolean; allowPrivate?: boolean }) => {
    await (await import('./commands/source-test.ts')).sourceTest(action, url, options)
  })

command('check-config', '检查配置，列出每一处错误').action(async (options: Place) => {
  await (await import('./commands/check-config.ts')).checkConfig(options)
})

speakChinese()
endWhenReaderLeaves()
try {
  if (process.argv.length <= 2) {
    say(program.helpInformation())
    process.exitCode = 2
  } else {
    await program.parseAsync()
  }
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2
  } else {
    say(`错误：${messageOf(error)}`)
    if (process.env['WANGLOU_DEBUG'] !== undefined) console.error(error)
    process.exitCode = exitCodeOf(error)
  }
}
