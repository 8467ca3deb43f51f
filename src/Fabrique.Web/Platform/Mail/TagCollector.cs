using Fabrique.Web.Kernel.Subjects;
using Fluid.Ast;

namespace Fabrique.Web.Platform.Mail;

/// <summary>
/// Lists the tags of a parsed text and refuses the rest of Liquid: a message may show a tag or test whether it is filled, nothing more,
/// so that reading it is enough to know what it can say.
/// </summary>
internal sealed class TagCollector(string part, MergeTags known, SortedSet<string> tags) : AstVisitor
{
    // The missing « else » of an « if » is visited too, as null.
    public override Statement Visit(Statement statement) => statement
        is null
        or TextSpanStatement
        or OutputStatement
        or IfStatement
        or ElseIfStatement
        or ElseStatement
        or UnlessStatement
        or CommentStatement
        ? base.Visit(statement)
        : throw new MessageFormatException($"{part} : seules les instructions « if » et « unless » sont permises dans un message");

    protected override Expression VisitFilterExpression(FilterExpression filterExpression) =>
        throw new MessageFormatException($"{part} : le filtre « {filterExpression.Name} » n’est pas permis dans un message");

    protected override Expression VisitMemberExpression(MemberExpression memberExpression)
    {
        var name = string.Join('.', memberExpression.Segments.Select(segment => segment is IdentifierSegment { Identifier: var identifier } ? identifier : "?"));
        if (!known.ByName.ContainsKey(name))
        {
            throw new MessageFormatException($"{part} : la balise « {name} » n’existe pas");
        }

        tags.Add(name);
        return memberExpression;
    }
}
