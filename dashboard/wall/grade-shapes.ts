import type { Grade } from '../../core/grade.ts'

/** A grade is told by its numeral and its shape, never by colour alone. */
export const gradeShapes = { I: 'Ⅰ◆', II: 'Ⅱ▲', III: 'Ⅲ●', IV: 'Ⅳ■' } as const satisfies Record<Grade, string>
