import { catalogue } from './catalogue.ts'
import { saidIn } from './said-in.ts'

/** The server's own words in the language of the page. */
export const said: (text: string) => string = catalogue === null ? (text) => text : saidIn(catalogue)
