export declare function compressBeside(folder: string): Promise<void>;
