package dev.backupsync.gitops;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.OsLib;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.TableLib;

/**
 * Runs a Lua script as Argo CD does where nobody has opened the libraries: the basic functions,
 * tables, and of {@code os} only what tells the time, to whoever requires it.
 */
final class Lua {
  private Lua() {}

  /** What the script returns for the object. */
  static Object run(String script, Map<String, Object> object) {
    var globals = sandbox();
    globals.set("obj", toLua(object));
    return cleaned(fromLua(globals.load(script).call()), object);
  }

  private static Globals sandbox() {
    var globals = new Globals();
    globals.load(new BaseLib());
    globals.load(new PackageLib());
    globals.load(new TableLib());
    globals.load(new OsLib());
    LoadState.install(globals);
    LuaC.install(globals);
    var whole = globals.get("os");
    var safe = LuaValue.tableOf();
    safe.set("time", whole.get("time"));
    safe.set("date", whole.get("date"));
    globals.get("package").get("loaded").set("os", safe);
    globals.set("os", LuaValue.NIL);
    return globals;
  }

  private static LuaValue toLua(@Nullable Object value) {
    return switch (value) {
      case null -> LuaValue.NIL;
      case Boolean truth -> LuaValue.valueOf(truth);
      case Number number -> LuaValue.valueOf(number.doubleValue());
      case List<?> items ->
          LuaValue.listOf(items.stream().map(Lua::toLua).toArray(LuaValue[]::new));
      case Map<?, ?> fields -> {
        var table = LuaValue.tableOf();
        fields.forEach((name, field) -> table.set(name.toString(), toLua(field)));
        yield table;
      }
      default -> LuaValue.valueOf(value.toString());
    };
  }

  private static Object fromLua(LuaValue value) {
    return switch (value.type()) {
      case LuaValue.TBOOLEAN -> value.toboolean();
      case LuaValue.TNUMBER -> value.tolong(); // our objects have whole numbers only
      case LuaValue.TSTRING -> value.tojstring();
      case LuaValue.TTABLE -> fromLua((LuaTable) value);
      default -> throw new AssertionError("Neither JSON nor a table: " + value);
    };
  }

  /** An empty table is a list: Lua has no other word for it. */
  private static Object fromLua(LuaTable table) {
    if (table.length() > 0 || table.keyCount() == 0) {
      var items = new ArrayList<>();
      for (var i = 1; i <= table.length(); i++) {
        items.add(fromLua(table.get(i)));
      }
      return items;
    }
    var fields = new LinkedHashMap<String, Object>();
    for (var key : table.keys()) {
      fields.put(key.tojstring(), fromLua(table.get(key)));
    }
    return fields;
  }

  /** Argo CD takes an empty list for the empty object that it was before. */
  private static Object cleaned(Object after, @Nullable Object before) {
    if (before instanceof Map<?, ?> was) {
      if (after instanceof List<?> items && items.isEmpty()) {
        return Map.of();
      }
      if (after instanceof Map<?, ?> fields) {
        var clean = new LinkedHashMap<String, Object>();
        fields.forEach((name, field) -> clean.put(name.toString(), cleaned(field, was.get(name))));
        return clean;
      }
    }
    return after;
  }
}
