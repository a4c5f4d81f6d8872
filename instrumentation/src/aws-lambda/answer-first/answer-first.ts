import type { Environment } from '../../config/environment';
import type { Diagnostics } from '../../diagnostics';
import type { LambdaExtension } from './extension';

/** What `@faaslens/instrumentation/aws-lambda/answer-first` adds; see `registerExtension`. */
export type AnswerFirst = (env: Environment, diagnostics: Diagnostics) => LambdaExtension | undefined;
