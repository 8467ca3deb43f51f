namespace Fabrique.Web.Kernel.Tasks;

public static class TaskLinks
{
    public const string MySpace = "/mon-espace";

    public const string All = "/taches";

    /// <summary>Their tasks, for somebody who followed a mail to one that is no longer theirs.</summary>
    public const string NoLongerMine = "/taches?passee=oui";

    /// <summary>How many wait for the signed-in person, for scripts.</summary>
    public const string Count = "/taches/nombre";

    /// <summary>Says when what waits for the signed-in person may have changed, for scripts.</summary>
    public const string Stream = "/taches/flux";

    /// <summary>Everybody’s, for those who lead the team.</summary>
    public const string Team = "/taches/equipe";

    /// <summary>Where a task is taken, entrusted, or handed back.</summary>
    public static string Hold(Guid id) => $"/taches/{id:D}/confier";

    /// <summary>What those who see to a task say of it.</summary>
    public static string Comment(Guid id) => $"/taches/{id:D}/echanges";

    /// <summary>The stable address of any task; it leads to the page of its kind.</summary>
    public static string Open(Guid id) => $"/taches/{id:D}";
}
