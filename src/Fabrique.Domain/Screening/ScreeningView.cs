namespace Fabrique.Domain.Screening;

/// <summary>« Vue »: a way to look at the list of applications, under a name: filters, order and columns.</summary>
public sealed class ScreeningView : IAggregate
{
    public const int NameLength = 60;
    public const int QueryLength = 1000;
    public const int ColumnsLength = 2000;

    /// <summary>Of one person.</summary>
    public const int Most = 30;

    private ScreeningView()
    {
    }

    public Guid Id { get; private init; }

    public Guid OwnerId { get; private init; }

    public string Name { get; private set; } = "";

    /// <summary>Filters and order, as the address of the list has them, without the question mark.</summary>
    public string Query { get; private set; } = "";

    /// <summary>Keys of the columns shown, in order.</summary>
    public IReadOnlyList<string> Columns { get; private set; } = [];

    /// <summary>Whether the whole team has it; its owner alone changes it.</summary>
    public bool IsShared { get; private set; }

    public int Version { get; private set; }

    public static ScreeningView Keep(Guid id, Guid ownerId, string name, string query, IReadOnlyList<string> columns, bool isShared)
    {
        var view = new ScreeningView { Id = id, OwnerId = ownerId };
        view.Rename(name, isShared);
        view.Show(query, columns);
        return view;
    }

    public static Refusal? MayBeCalled(string name) => name.Length switch
    {
        0 => new Refusal("view-without-name", "Donnez un nom à la vue."),
        > NameLength => new Refusal("view-name-too-long", $"Le nom d’une vue tient en {NameLength} caractères : raccourcissez-le."),
        _ => null,
    };

    public Refusal? MayBeChanged(Guid actorId) => actorId == OwnerId ? null : new Refusal("view-of-another", "Cette vue est celle de quelqu’un d’autre : enregistrez la vôtre sous un autre nom.");

    public void Rename(string name, bool isShared)
    {
        BrokenRuleException.ThrowIf(MayBeCalled(name));
        (Name, IsShared) = (name, isShared);
    }

    public void Show(string query, IReadOnlyList<string> columns)
    {
        Limits.ThrowIfLonger(query, QueryLength);
        (Query, Columns) = (query, columns);
    }
}

/// <summary>How one person has the list of applications when nothing else is asked.</summary>
public sealed class ScreeningDesk : IAggregate
{
    private ScreeningDesk()
    {
    }

    /// <summary>That of the person.</summary>
    public Guid Id { get; private init; }

    /// <summary>Keys of the columns shown, in order; empty for those that everybody has first.</summary>
    public IReadOnlyList<string> Columns { get; private set; } = [];

    /// <summary>The view with which the list opens; null for the whole list.</summary>
    public Guid? DefaultViewId { get; private set; }

    /// <summary>Whether keys lead from an application to the next.</summary>
    public bool HasKeys { get; private set; } = true;

    public int Version { get; private set; }

    public static ScreeningDesk Of(Guid personId) => new() { Id = personId };

    public void Show(IReadOnlyList<string> columns) => Columns = columns;

    public void OpenWith(Guid? viewId) => DefaultViewId = viewId;

    public void UseKeys(bool hasKeys) => HasKeys = hasKeys;
}
