using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.Subjects;
using Fluid.Ast;

namespace Fabrique.Web.Platform.Mail;

/// <summary>
/// Lists the tags of a parsed text and refuses the rest of Liquid: a message may show a tag or test whether it is filled, nothing more,
/// so that reading it is enough to know what it can say, and that it ends.
/// </summary>
internal sealed class TagCollector(MessagePart part, string source, MergeTags known, SortedSet<string> tags, List<MessageProblem> problems) : AstVisitor
{
    // The missing « else » of an « if » is visited too, as null.
    public override Statement Visit(Statement statement)
    {
        if (statement is null or TextSpanStatement or OutputStatement or IfStatement or ElseIfStatement or ElseStatement or UnlessStatement or CommentStatement)
        {
            return base.Visit(statement);
        }

        var word = WordOf(statement);
        Add(word, MessageProblems.NotPermitted(word));
        return statement;
    }

    protected override Expression VisitFilterExpression(FilterExpression filterExpression)
    {
        Add(filterExpression.Name, $"le filtre « {filterExpression.Name} » n’est pas permis dans un message");
        return filterExpression;
    }

    protected override Expression VisitMemberExpression(MemberExpression memberExpression)
    {
        var name = string.Join('.', memberExpression.Segments.Select(segment => segment is IdentifierSegment { Identifier: var identifier } ? identifier : "?"));
        if (known.Find(name) is not null)
        {
            tags.Add(name);
        }
        else
        {
            Add(name.Split(".?")[0], $"la balise « {name} » n’existe pas");
        }

        return memberExpression;
    }

    // « ForStatement » is written « for ».
    private static string WordOf(Statement statement) => statement.GetType().Name.Replace("Statement", "", StringComparison.Ordinal).ToLowerInvariant();

    private void Add(string word, string reason) => problems.Add(MessageProblems.At(part, source, MessageProblems.FindInTags(source, word), reason));
}
