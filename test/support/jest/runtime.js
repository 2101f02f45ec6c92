const { createRequire } = require('node:module');
const { Script } = require('node:vm');
const { default: JestRuntime } = require('jest-runtime');

/** The scripts of this process by file: V8 compiles a file once, though each test file runs it anew. */
const scripts = new Map();

/** Gives each test file modules of its own, as jest does, but packages are Node's: loaded once. */
module.exports = class Runtime extends JestRuntime {
	requireModule(from, name, options, ...others) {
		const isPackage = name && !/^[./]/.test(name) && !options?.isInternalModule;
		if (isPackage) return createRequire(from)(name);
		return super.requireModule(from, name, options, ...others);
	}

	createScriptFromCode(code, filename) {
		let known = scripts.get(filename);
		if (known?.code !== code) {
			const script = new Script(this.wrapCodeInModuleWrapper(code), { filename });
			known = { code, runInContext: () => script.runInThisContext() };
			scripts.set(filename, known);
		}
		return known;
	}
};
