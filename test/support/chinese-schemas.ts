import { speakChinese } from '../../core/schema-words.ts'

// As the command line does before anything else.
speakChinese()
