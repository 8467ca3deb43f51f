using System.Globalization;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Web.Features.Applications;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Fabrique.Web.Features.Screening;

/// <summary>What the address of the list of applications narrows it to. What it says that means nothing narrows nothing, see <see cref="FindUnknown"/>.</summary>
public sealed record ScreeningFilter
{
    public const string StatusKey = "etat";
    public const string CallKey = "appel";
    public const string LabelKey = "etiquette";
    public const string AssigneeKey = "responsable";
    public const string LateKey = "retard";
    public const string FromKey = "depuis";
    public const string UntilKey = "jusquau";
    public const string TextKey = "recherche";

    /// <summary>Value of <see cref="AssigneeKey"/>: nobody.</summary>
    public const string Nobody = "personne";

    /// <summary>Value of <see cref="AssigneeKey"/>: whoever reads.</summary>
    public const string Me = "moi";

    /// <summary>Value of <see cref="LateKey"/>.</summary>
    public const string Yes = "oui";

    private const int LongestValue = 200;
    private const int LongestTold = 60;
    private const int SlugLength = 60;

    /// <summary>In the order in which the address has them.</summary>
    public static IReadOnlyList<string> Keys { get; } = [TextKey, StatusKey, CallKey, LabelKey, AssigneeKey, LateKey, FromKey, UntilKey];

    /// <summary>Those that a submitted application may have, by their names in the address.</summary>
    public static IReadOnlyList<(string Key, ApplicationStatus Status)> Statuses { get; } =
        [.. Enum.GetValues<ApplicationStatus>().Where(status => status is not ApplicationStatus.Draft).Select(status => (Slug.Of(ApplicationLabels.Of(status), SlugLength), status))];

    public ApplicationStatus? Status { get; init; }

    /// <summary>Slug of the call.</summary>
    public string? Call { get; init; }

    public Guid? LabelId { get; init; }

    /// <summary>Identifier of a person; null for whoever, unless <see cref="IsNobodys"/> or <see cref="IsMine"/>.</summary>
    public Guid? AssigneeId { get; init; }

    /// <summary>Those that nobody sees to.</summary>
    public bool IsNobodys { get; init; }

    /// <summary>Those of whoever reads.</summary>
    public bool IsMine { get; init; }

    /// <summary>Those about which something awaited is late.</summary>
    public bool IsLate { get; init; }

    /// <summary>First day of submission, in Paris.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day of submission, in Paris.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Each of its words begins one of the title, of the reference or of the name of who has the idea.</summary>
    public string? Text { get; init; }

    public bool IsEmpty => this == new ScreeningFilter();

    /// <summary>As the page's address says.</summary>
    public static ScreeningFilter Read(IQueryCollection query) => Read(key => query[key]);

    /// <summary>As it was kept: the part of an address after the question mark.</summary>
    public static ScreeningFilter Read(string query)
    {
        var values = QueryHelpers.ParseQuery(query);
        return Read(key => values.GetValueOrDefault(key));
    }

    /// <summary>What the address asks that means nothing, each a French sentence.</summary>
    public static IEnumerable<string> FindUnknown(IQueryCollection query)
    {
        var read = Read(query);
        (string Key, string Name, bool IsRead)[] filters =
        [
            (TextKey, "Recherche", read.Text is not null),
            (StatusKey, "État", read.Status is not null),
            (CallKey, "Appel", read.Call is not null),
            (LabelKey, "Étiquette", read.LabelId is not null),
            (AssigneeKey, "Suivie par", read.AssigneeId is not null || read.IsNobodys || read.IsMine),
            (LateKey, "Retard", read.IsLate),
            (FromKey, "Déposée depuis le", read.From is not null),
            (UntilKey, "Déposée jusqu’au", read.Until is not null),
        ];
        return filters
            .Where(filter => !filter.IsRead && !string.IsNullOrWhiteSpace(query[filter.Key]))
            .Select(filter => NotApplied(filter.Name, query[filter.Key].ToString()));
    }

    /// <summary>« Le filtre « État : essai » n’existe pas : il n’est pas appliqué. »</summary>
    /// <param name="name">Of the filter, as the page has it.</param>
    /// <param name="value">As the address has it.</param>
    public static string NotApplied(string name, string value) => $"Le filtre «\u00a0{name}\u00a0: {Texts.Clip(Texts.Line(value), LongestTold)}\u00a0» n’existe pas\u00a0: il n’est pas appliqué.";

    /// <summary>Values of the address that say the same, by key.</summary>
    public IEnumerable<KeyValuePair<string, string>> Write()
    {
        string?[] values =
        [
            Text,
            Status is { } status ? Statuses.Single(one => one.Status == status).Key : null,
            Call,
            LabelId?.ToString("D"),
            IsNobodys ? Nobody : IsMine ? Me : AssigneeId?.ToString("D"),
            IsLate ? Yes : null,
            Write(From),
            Write(Until),
        ];
        return Keys.Zip(values).Where(pair => pair.Second is not null).Select(pair => KeyValuePair.Create(pair.First, pair.Second!));
    }

    private static string? Write(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static ScreeningFilter Read(Func<string, StringValues> find)
    {
        var assignee = Find(AssigneeKey);
        return new ScreeningFilter
        {
            Text = Find(TextKey) is { } text && Texts.Line(text) is { Length: > 0 } typed ? typed : null,
            Status = Find(StatusKey) is { } key && Statuses.FirstOrDefault(one => one.Key == key) is { Key: not null } found ? found.Status : null,
            Call = Find(CallKey),
            LabelId = ReadGuid(Find(LabelKey)),
            AssigneeId = ReadGuid(assignee),
            IsNobodys = assignee == Nobody,
            IsMine = assignee == Me,
            IsLate = Find(LateKey) == Yes,
            From = ReadDay(Find(FromKey)),
            Until = ReadDay(Find(UntilKey)),
        };

        string? Find(string name) => find(name) is [{ } value, ..] && value.Trim() is { Length: > 0 and <= LongestValue } known ? known : null;
    }

    private static Guid? ReadGuid(string? text) => Guid.TryParse(text, out var id) ? id : null;

    private static DateOnly? ReadDay(string? text) =>
        DateOnly.TryParseExact(text, ["yyyy-MM-dd", "d/M/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 2000 and < 2200 ? day : null;
}

/// <summary>An order of the list of applications.</summary>
/// <param name="Code">One of those below.</param>
/// <param name="IsDescending">Whether the greatest come first.</param>
public sealed record ScreeningOrder(string Code, bool IsDescending)
{
    public const string BySubmission = "depot";
    public const string ByTitle = "titre";
    public const string ByApplicant = "agent";
    public const string ByDeadline = "echeance";
    public const string ByDecision = "decision";
    public const string ByReference = "reference";

    /// <summary>The first is how the list comes.</summary>
    private static readonly ScreeningOrder[] Firsts =
        [new(BySubmission, true), new(ByTitle, false), new(ByApplicant, false), new(ByDeadline, false), new(ByDecision, true), new(ByReference, true)];

    /// <summary>The newest first.</summary>
    public static ScreeningOrder First => Firsts[0];

    /// <summary>« -depot »; the first order when the address says none, or one that there is not.</summary>
    public static ScreeningOrder Read(string? asked)
    {
        var code = (asked ?? "").TrimStart('-');
        return Firsts.Any(order => order.Code == code) ? new ScreeningOrder(code, asked![0] == '-') : First;
    }

    /// <summary>Whether the address asks an order that there is not.</summary>
    public static bool IsUnknown(string? asked) => !string.IsNullOrWhiteSpace(asked) && Firsts.All(order => order.Code != asked.TrimStart('-'));

    /// <summary>What choosing a column leads to: its own order, then the other way round.</summary>
    public ScreeningOrder After(string code)
    {
        var first = Firsts.Single(order => order.Code == code);
        return this == first ? first with { IsDescending = !first.IsDescending } : first;
    }

    public override string ToString() => IsDescending ? $"-{Code}" : Code;
}
