/** Writes docs/workflow.md. */
import { writeFileSync } from 'node:fs'
import { workflowPage } from './workflow-page.ts'

writeFileSync(new URL('../docs/workflow.md', import.meta.url), workflowPage())
