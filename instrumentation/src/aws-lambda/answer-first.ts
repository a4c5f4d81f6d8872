import { provideExtra } from '../provided-extras';
import { registerExtension } from './answer-first/extension';

provideExtra({ 'aws-lambda/answer-first': registerExtension });
