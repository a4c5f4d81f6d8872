export declare function installApart(folder: string): Promise<void>;
