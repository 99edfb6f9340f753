import { z } from 'zod'

/** 突发事件的四类(突发事件应对法 第二条): 自然灾害、事故灾难、公共卫生、社会安全. */
export const EmergencyKind = z.enum(['natural-disaster', 'accident', 'public-health', 'social-security'])
export type EmergencyKind = z.infer<typeof EmergencyKind>
