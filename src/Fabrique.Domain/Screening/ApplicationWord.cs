namespace Fabrique.Domain.Screening;

/// <summary>A word by which an application is found: of its title, of its reference, of the name of who has the idea; folded as searches are.</summary>
public sealed class ApplicationWord
{
    public const int WordLength = 60;

    private ApplicationWord()
    {
    }

    public ApplicationWord(Guid applicationId, string word) => (ApplicationId, Word) = (applicationId, word);

    public Guid ApplicationId { get; private init; }

    public string Word { get; private init; } = "";
}
