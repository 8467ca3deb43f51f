using System.Security.Cryptography;
using System.Text;
using Fabrique.Domain.People;
using Fabrique.Web.Features.Organisation.Sources;

namespace Fabrique.Web.Features.Organisation.Differences;

/// <param name="Name">French: « Nom ».</param>
/// <param name="Before">As people read it; empty when there was none.</param>
/// <param name="After">As people read it; empty when there is none.</param>
public sealed record FieldChange(string Name, string Before, string After);

/// <summary>A unit of which its source says something else than before.</summary>
public sealed record UnitChange(UnitSheet Sheet, IReadOnlyList<FieldChange> Fields);

/// <param name="Code">Of the unit.</param>
/// <param name="Name">Its name.</param>
public sealed record UnitName(string Code, string Name);

/// <summary>Somebody who goes from one unit to another.</summary>
public sealed record Move(Guid PersonId, string Person, string Email, UnitName? From, UnitName To);

/// <summary>Somebody whose line manager is another.</summary>
/// <param name="PersonId">Who.</param>
/// <param name="Person">Their name.</param>
/// <param name="Email">Their address.</param>
/// <param name="From">Name of the manager that they had; null when they had none.</param>
/// <param name="To">Name of the manager that they get; null when they get none.</param>
/// <param name="ToId">Who that is.</param>
public sealed record ManagerChange(Guid PersonId, string Person, string Email, string? From, string? To, Guid? ToId);

/// <summary>Somebody whose access is withdrawn, or given back.</summary>
public sealed record AccessChange(Guid PersonId, string Person, string Email);

/// <summary>What following a source would change. With a problem, nothing is.</summary>
public sealed record OrganisationDifference
{
    public required IReadOnlyList<SourceProblem> Problems { get; init; }

    public IReadOnlyList<UnitSheet> Added { get; init; } = [];

    public IReadOnlyList<UnitChange> Changed { get; init; } = [];

    public IReadOnlyList<UnitName> Closed { get; init; } = [];

    public IReadOnlyList<Move> Moves { get; init; } = [];

    public IReadOnlyList<ManagerChange> Managers { get; init; } = [];

    public IReadOnlyList<AccessChange> Withdrawn { get; init; } = [];

    public IReadOnlyList<AccessChange> Restored { get; init; } = [];

    /// <summary>How many addresses are of nobody in the directory, or of somebody whose account is closed.</summary>
    public int UnknownPeople { get; init; }

    /// <summary>How many people have for manager, in the source, somebody who is not in the directory: theirs stays as it is.</summary>
    public int UnknownManagers { get; init; }

    /// <summary>The manager of each, once it is done.</summary>
    public IReadOnlyDictionary<Guid, Guid> ManagersAfter { get; init; } = new Dictionary<Guid, Guid>();

    public bool IsEmpty => Added.Count == 0 && Changed.Count == 0 && Closed.Count == 0 && Moves.Count == 0 && Managers.Count == 0 && Withdrawn.Count == 0 && Restored.Count == 0;

    /// <summary>A digest of all that is shown: another state, or another file, gives another one.</summary>
    public string Digest
    {
        get
        {
            var text = new StringBuilder();
            void Add(params IEnumerable<object?> fields) => text.AppendJoin('\u001f', fields).Append('\u001e');
            foreach (var sheet in Added)
            {
                Add("added", sheet);
            }

            foreach (var change in Changed)
            {
                Add([change.Sheet, .. change.Fields]);
            }

            foreach (var unit in Closed)
            {
                Add("closed", unit);
            }

            foreach (var move in Moves)
            {
                Add(move);
            }

            foreach (var manager in Managers)
            {
                Add(manager);
            }

            foreach (var change in Withdrawn)
            {
                Add("withdrawn", change);
            }

            foreach (var change in Restored)
            {
                Add("restored", change);
            }

            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        }
    }
}
