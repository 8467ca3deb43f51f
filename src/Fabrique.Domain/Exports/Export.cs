using System.Security.Cryptography;
using System.Text;

namespace Fabrique.Domain.Exports;

/// <summary>How far an export is.</summary>
public enum ExportState
{
    /// <summary>Asked for; no line is written yet.</summary>
    Waiting,

    Running,

    /// <summary>Its file is there, until it expires.</summary>
    Ready,

    /// <summary>There is no file, and there will be none.</summary>
    Failed,

    /// <summary>Somebody has no more use of it: its file is about to be destroyed, and this row with it.</summary>
    Deleted,
}

/// <summary>What somebody asks to take away.</summary>
/// <param name="Source">Code of what is taken from.</param>
/// <param name="Filter">What is kept of it, as the source writes it; at most <see cref="Export.FilterLength"/> characters.</param>
/// <param name="Columns">Codes of the columns, in their order.</param>
/// <param name="Format">Code of the format.</param>
public sealed record ExportRequest(string Source, string Filter, IReadOnlyList<string> Columns, string Format)
{
    /// <summary>Two requests of one person with the same key ask for the same.</summary>
    public string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [Source, Format, Filter, .. Columns]))));
}

/// <summary>A table that somebody takes away: asked for, written by a job, kept for them alone during a while, destroyed.</summary>
public sealed class Export : IAggregate
{
    public const int CodeLength = 40;
    public const int FilterLength = 2000;
    public const int ColumnsLength = 2000;
    public const int KeyLength = 64;
    public const int NameLength = 150;
    public const int SentenceLength = 500;

    /// <summary>Of one person, at once.</summary>
    public const int MostUnderWay = 3;

    /// <summary>During that long after it is ready, asking for the same again gives it back.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMinutes(5);

    private const char Separator = ',';

    private Export()
    {
    }

    public Guid Id { get; private init; }

    public Guid RequestedById { get; private init; }

    public string Source { get; private init; } = "";

    public string Filter { get; private init; } = "";

    /// <summary>Codes of the columns, separated by commas.</summary>
    public string ColumnList { get; private init; } = "";

    public string Format { get; private init; } = "";

    /// <summary>See <see cref="ExportRequest.Key"/>.</summary>
    public string Key { get; private init; } = "";

    /// <summary>What people read of it: « Instruction, appel Services déconcentrés ».</summary>
    public string Title { get; private init; } = "";

    /// <summary>Of the file, as the person saves it.</summary>
    public string FileName { get; private init; } = "";

    public DateTime AskedAt { get; private init; }

    public ExportState State { get; private set; }

    /// <summary>Which of the places of its person it takes while it is under way, from 1; null afterwards.</summary>
    public int? Place { get; private set; }

    /// <summary>Lines written so far.</summary>
    public int Done { get; private set; }

    /// <summary>Lines that there were when it began; null before.</summary>
    public int? Total { get; private set; }

    public DateTime? EndedAt { get; private set; }

    /// <summary>When it is destroyed, UTC; null while it is under way.</summary>
    public DateTime? ExpiresAt { get; private set; }

    /// <summary>Of the file, in bytes; null as long as there is none.</summary>
    public long? Length { get; private set; }

    /// <summary>What its reader has to know: what had to be cut, or why there is no file. Empty as a rule.</summary>
    public string Notice { get; private set; } = "";

    public int Version { get; private set; }

    public IReadOnlyList<string> Columns => ColumnList.Split(Separator);

    public bool IsUnderWay => State is ExportState.Waiting or ExportState.Running;

    /// <summary>Whether somebody may take its file at an instant.</summary>
    public bool MayBeTaken(Guid personId, DateTime now) => State is ExportState.Ready && RequestedById == personId && now < ExpiresAt;

    /// <summary>The export that a request gives without another being made: the one under way, or one that has just been made.</summary>
    /// <param name="asked">What is asked.</param>
    /// <param name="known">All those of the person.</param>
    /// <param name="now">UTC.</param>
    public static Export? Find(ExportRequest asked, IEnumerable<Export> known, DateTime now) => known
        .Where(export => export.Key == asked.Key && (export.IsUnderWay || export.State is ExportState.Ready && export.EndedAt > now - Freshness && now < export.ExpiresAt))
        .OrderByDescending(export => export.AskedAt)
        .FirstOrDefault();

    /// <summary>Why somebody may not ask for another; null when they may.</summary>
    /// <param name="known">All those of the person.</param>
    public static Refusal? MayBeAsked(IEnumerable<Export> known) => known.Count(export => export.IsUnderWay) >= MostUnderWay
        ? new Refusal("exports-under-way", $"Vous avez déjà {MostUnderWay} exports en cours\u00a0: attendez que l’un d’eux soit prêt, ou supprimez-en un.")
        : null;

    /// <param name="id">Of the export.</param>
    /// <param name="asked">What is asked.</param>
    /// <param name="title">What people read of it.</param>
    /// <param name="fileName">Of the file.</param>
    /// <param name="requestedById">Who asks.</param>
    /// <param name="known">All those of the person.</param>
    /// <param name="now">UTC.</param>
    public static Export Ask(Guid id, ExportRequest asked, string title, string fileName, Guid requestedById, IReadOnlyCollection<Export> known, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeAsked(known));
        Limits.ThrowIfLonger(asked.Filter, FilterLength);
        Limits.ThrowIfLonger(fileName, NameLength);
        return new Export
        {
            Id = id,
            RequestedById = requestedById,
            Source = asked.Source,
            Filter = asked.Filter,
            ColumnList = string.Join(Separator, asked.Columns),
            Format = asked.Format,
            Key = asked.Key,
            Title = Texts.Clip(title, NameLength),
            FileName = fileName,
            AskedAt = now,
            Place = Enumerable.Range(1, MostUnderWay).Except(known.Select(export => export.Place ?? 0)).First(),
        };
    }

    /// <summary>Its writing begins, or begins again: nothing of an earlier try counts.</summary>
    /// <param name="total">Lines to be written.</param>
    public void Begin(int total)
    {
        ThrowUnlessUnderWay();
        (State, Total, Done) = (ExportState.Running, total, 0);
    }

    /// <summary>Its file is whole.</summary>
    /// <param name="lines">Written.</param>
    /// <param name="length">In bytes.</param>
    /// <param name="notice">What its reader has to know; empty as a rule.</param>
    /// <param name="keptFor">How long.</param>
    /// <param name="now">UTC.</param>
    public void Complete(int lines, long length, string notice, TimeSpan keptFor, DateTime now)
    {
        ThrowUnlessUnderWay();
        (State, Place, Done, Length, Notice) = (ExportState.Ready, null, lines, length, Texts.Clip(notice, SentenceLength));
        (EndedAt, ExpiresAt) = (now, now + keptFor);
    }

    /// <summary>There will be no file.</summary>
    public void Fail(string sentence, TimeSpan keptFor, DateTime now)
    {
        ThrowUnlessUnderWay();
        (State, Place, Notice) = (ExportState.Failed, null, Texts.Clip(sentence, SentenceLength));
        (EndedAt, ExpiresAt) = (now, now + keptFor);
    }

    /// <summary>Its person has no more use of it, whether it is written or not.</summary>
    public void Delete(DateTime now)
    {
        (State, Place, EndedAt, ExpiresAt) = (ExportState.Deleted, null, EndedAt ?? now, now);
    }

    private void ThrowUnlessUnderWay()
    {
        if (!IsUnderWay)
        {
            throw new InvalidOperationException("This export is over.");
        }
    }
}
