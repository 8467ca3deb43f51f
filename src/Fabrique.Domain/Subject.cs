namespace Fabrique.Domain;

public enum SubjectKind
{
    Call,
    Application,
    Product,

    /// <summary>A procedure under way that is about none of these.</summary>
    Procedure,
}

/// <summary>What a task, a mail or a line of a timeline is about.</summary>
public readonly record struct Subject(SubjectKind Kind, Guid Id);
