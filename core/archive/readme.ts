import { chinaWallTime } from '../instant.ts'
import type { PackageOrder } from './archives.ts'

/** What a stranger reads first: what this is, what each file is, how to check it and what that proves. */
export function readme({ documents, number, keptFor, madeAt, madeBy, unit }: PackageOrder): string {
  const [{ id, state }] = documents
  return `# 事件归档包${state.drill ? '（演练）' : ''}

- 标题：${oneLine(state.title)}
- 事件编号：${oneLine(id)}
- 档号：${number === null ? '无（未归档的副本）' : oneLine(number)}
- 保管期限：${keptFor === null ? '未定' : oneLine(keptFor)}
- 制作：${oneLine(unit)}，${oneLine(madeBy)}，${chinaWallTime(madeAt)}（北京时间）

## 怎样核验

不需要望楼系统，不需要联网。本包是一个 tar 文件，Windows 10 以上、macOS、Linux 及常见解压软件都能打开。
取出 verify.mjs 或 verify.py（两者作用相同），对**归档包文件本身**运行其中之一：

    node verify.mjs 归档包.tar --root 根哈希
    python3 verify.py 归档包.tar --root 根哈希

退出码 0 为通过，1 为未通过，并用中文写明哪里不符。它逐字节核对：包的结构（多一个、少一个、改一个字节都不通过）、
每个文件的 SHA-256 与清单、清单与根哈希、每条时间线的哈希链、时间线和信息所指的留存件是否在包中。

**一定要用 --root。** 能改动文件的人也能重写清单、根哈希和包内的核验脚本；不能改动的是另处登记的根哈希。制作归档包时，根哈希显示给经办人，
并写入系统的审计链和事件的“归档”一条。请向制作单位索取该根哈希，并从可信处取得核验脚本，或用下面的办法自己算。

不用脚本也能核对：解开后运行 sha256sum -c SHA256SUMS（逐个文件核对），再运行 sha256sum SHA256SUMS，所得即根哈希。

## 各文件

| 文件 | 内容 |
|---|---|
| incidents/1/events.jsonl | 本事件的时间线，一行一条，按发生先后；规范 JSON（键按字典序，无空白） |
| incidents/1/state.json | 由时间线得出的状态，及信息量统计 |
| incidents/2/… | 并入本事件的其他事件，各一个文件夹 |
| mentions.jsonl | 全部信息（文章、帖子等），连同机器的研判 |
| notices.jsonl | 全部通知及其送达、已读、签收回执；不含电话号码和邮箱地址 |
| papers.jsonl | 为本事件所出的公文（快报、专报、督办单、通报、约谈通知、办结报告等）：文号、何时由谁所出；文件在 evidence/ 中，名为其 SHA-256 |
| evidence/… | 留存件原样：发布页面、信息页面、附件、公文等，文件名就是其内容的 SHA-256 |
| evidence.jsonl | 每份留存件从哪里来、何时取得 |
| archive.json | 本包的说明；missing 为归档时系统中已不在的留存件及原因 |
| SHA256SUMS | 清单：以上每个文件的 SHA-256 |
| ROOT | 根哈希：SHA256SUMS 的 SHA-256 |

时间线的每一条有 hash 一项：去掉 "hash":"…", 之后这一行原文的 SHA-256。每一条的 previous 是前一条的 hash，第一条的是 64 个 0。
本包含“归档”之前的全部时间线；“归档”一条写有本包的根哈希，所以留在系统中，不在本包内。

留存件来自互联网，可能含有恶意内容：请勿直接打开运行。
`
}

/** A title is a stranger's text: it stays within its line, and words where the file is shown as the Markdown that it is. */
function oneLine(words: string): string {
  const line = words.replaceAll(/[\s\p{C}]+/gu, ' ').trim()
  return line.replaceAll(/[\\`*[\]<>&|]/g, (sign) => `\\${sign}`)
}
