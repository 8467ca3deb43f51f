namespace Fabrique.Web.Kernel.Subjects;

/// <summary>Says of an activity that the procedure which holds it is about a kind of thing.</summary>
/// <param name="subjectCode">Code of the <see cref="SubjectType"/>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AboutAttribute(string subjectCode) : Attribute
{
    public string SubjectCode { get; } = subjectCode;
}
