import { chatCompletions } from '../adapters/assistant/chat-completions.ts'
import { readSecret } from '../config/secret.ts'
import { briefOf } from '../core/assistant/brief.ts'
import { writeDraft, type Draft } from '../core/assistant/draft.ts'
import type { IncidentDocument } from '../core/incident/state.ts'
import type { Stores } from '../core/ports.ts'
import { loadProductConfig } from '../system.ts'
import { result, say, UsageError } from './exit.ts'
import { configDirectory, type Place } from './place.ts'

/** `incidents draft ID`: prints what an assistant drafts. It reads and writes nothing back; a person takes over what is good. */
export async function draft(stores: Pick<Stores, 'mentions'>, place: Place, document: IncidentDocument, json: boolean): Promise<void> {
  const { assistant: settings } = await loadProductConfig(configDirectory(place))
  if (settings === null) throw new UsageError('没有配置起草助手（默认关闭）：在 wanglou.yaml 中写 assistant: { url, model }')
  const key = readSecret('assistant.keyEnv', { file: undefined, env: settings.keyEnv }, process.env)
  const assistant = chatCompletions({ ...settings, key, timeoutMs: settings.timeoutSeconds * 1000 })
  const mentions = await stores.mentions.ofIncidents([document.id, ...document.state.absorbed], settings.mostMentions)
  const written = await writeDraft(assistant, briefOf(document, mentions))
  say('以下由机器起草，须经人审定；每句方括号中是依据的资料编号')
  await result(json ? written : page(written))
}

function page({ summary, talkingPoints }: Draft): string {
  const lines = (sentences: Draft['summary']): string[] => sentences.map(({ text, evidence }) => `  ${text} [${evidence.join(' ')}]`)
  return ['情况摘要（草稿）', ...lines(summary), '应对口径（草稿）', ...lines(talkingPoints)].join('\n')
}
