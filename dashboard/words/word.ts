import { catalogue } from './catalogue.ts'
import { wordIn } from './word-in.ts'

/** The tag that the build puts before each Chinese text of the page (tools/page-words): the text itself, or its English. */
export const word = wordIn(catalogue)
