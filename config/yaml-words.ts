import type { ErrorCode } from 'yaml'

/** What the parser found wrong, by the code of its error. */
export const yamlWords: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: '别名（*名称）前面不能再有锚点或标签',
  BAD_ALIAS: '别名（*名称）写法不对，或没有对应的锚点（&名称）',
  BAD_DIRECTIVE: '以 % 开头的指令写法不对',
  BAD_DQ_ESCAPE: '双引号中的反斜杠转义写法不对；正则请用单引号',
  BAD_INDENT: '缩进不对：同一层的各项要对齐；或前面有括号没有闭合',
  BAD_PROP_ORDER: '锚点或标签的位置不对',
  BAD_SCALAR_START: '值不能以这个字符开头；请加引号',
  BLOCK_AS_IMPLICIT_KEY: '同一行里不能再写“项: 值”；值中有冒号时请加引号',
  BLOCK_IN_FLOW: '[ ] 或 { } 之内不能用缩进或 - 分项的写法',
  DUPLICATE_KEY: '同一处有两个同名的项',
  IMPOSSIBLE: '无法读懂这里的写法',
  KEY_OVER_1024_CHARS: '项的名称太长，或前面有括号、引号没有闭合',
  MISSING_CHAR: '少了符号：引号、括号没有闭合，或少了逗号、冒号、空格',
  MULTILINE_IMPLICIT_KEY: '项的名称跨了行：前面可能有引号或括号没有闭合，或少了冒号',
  MULTIPLE_ANCHORS: '一个值只能有一个锚点（&名称）',
  MULTIPLE_DOCS: '一个文件只能有一份内容，这里又用 --- 开始了第二份',
  MULTIPLE_TAGS: '一个值只能有一个标签（!名称）',
  NON_STRING_KEY: '项的名称应为文字',
  RESOURCE_EXHAUSTION: '嵌套太深或内容太多',
  TAB_AS_INDENT: '缩进用了制表符；请改用空格',
  TAG_RESOLVE_FAILED: '不认识的标签（以 ! 开头的词）；要写这个词请加引号',
  UNEXPECTED_TOKEN: '这里不该有这个符号；值以特殊符号开头或含冒号、# 时请加引号',
  BAD_COLLECTION_TYPE: '标签与所写的列表或“项: 值”不符'
}
