namespace Fabrique.Web.Kernel.Tasks;

/// <summary>A kind of task, for which its module has a page.</summary>
/// <param name="Code">What the rows hold: <c>Opinion</c>. It never changes.</param>
/// <param name="Label">French: « Avis ».</param>
/// <param name="Awaited">What is awaited, ready for the name of whoever owes it: « l’avis », « la décision du jalon, à la charge ».</param>
/// <param name="Path">What its page's address adds to the task's: <c>/avis</c>.</param>
public sealed record TaskKind(string Code, string Label, string Awaited, string Path)
{
    /// <summary>How a person asked is named to those who are not told who it is.</summary>
    public string AnonymousHolder { get; init; } = "la personne désignée";

    /// <summary>« attendu », as <see cref="Awaited"/> makes it agree.</summary>
    public string Expected => Awaited.StartsWith("la ", StringComparison.Ordinal) || Awaited.StartsWith("une ", StringComparison.Ordinal) ? "attendue" : Awaited.StartsWith("les ", StringComparison.Ordinal) ? "attendus" : "attendu";

    /// <summary>What the button that leads to it says: « Donner mon avis ».</summary>
    public string Action { get; init; } = "Traiter cette tâche";

    /// <summary>Whether the title was written by whoever drew the procedure: it is then told, but only to the staff and to whoever is asked.</summary>
    public bool IsTitledByDrawing { get; init; }

    /// <summary>Whether a module of this host brings it; otherwise its tasks are shown, and nobody can do them.</summary>
    public bool IsKnown { get; init; } = true;

    /// <summary>The address of the page on which such a task is done.</summary>
    public string Page(Guid id) => TaskLinks.Open(id) + Path;

    internal static TaskKind Unknown(string code) => new(code, $"Tâche d’un genre inconnu («\u00a0{code}\u00a0»)", "une tâche, à la charge", "") { IsKnown = false };
}

/// <summary>The kinds of tasks that the modules bring. One of a module that is gone is shown by its code.</summary>
public sealed class TaskKinds(IReadOnlyList<TaskKind> kinds)
{
    private readonly Dictionary<string, TaskKind> byCode = kinds.ToDictionary(kind => kind.Code, StringComparer.Ordinal);

    public IReadOnlyList<TaskKind> All { get; } = kinds;

    public TaskKind this[string code] => byCode.TryGetValue(code, out var kind) ? kind : TaskKind.Unknown(code);
}
