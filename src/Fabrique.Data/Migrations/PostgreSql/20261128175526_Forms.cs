using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Forms : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "form",
                table: "work_items",
                type: "text",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<string>(
                name: "answers",
                table: "applications",
                type: "text",
                nullable: false,
                defaultValue: "{}");

            // Fabrique.Data.Mapping.FormJson says what these shapes are.
            migrationBuilder.Sql("""
                update applications
                set answers = json_build_object('form', 'candidature', 'version', 1, 'values', json_strip_nulls(json_build_object('title', nullif(title, ''), 'problem', nullif(problem, ''), 'solution', nullif(solution, ''), 'first-users', nullif(first_users, ''))))::text
                """);

            migrationBuilder.Sql("""
                update work_items
                set form = json_build_object('text', form_text)::text
                where form_text <> ''
                """);

            migrationBuilder.DropColumn(
                name: "form_text",
                table: "work_items");

            migrationBuilder.DropColumn(
                name: "first_users",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "problem",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "solution",
                table: "applications");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "form_text",
                table: "work_items",
                type: "character varying(8000)",
                maxLength: 8000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "first_users",
                table: "applications",
                type: "character varying(3000)",
                maxLength: 3000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "problem",
                table: "applications",
                type: "character varying(3000)",
                maxLength: 3000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "solution",
                table: "applications",
                type: "character varying(3000)",
                maxLength: 3000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.Sql("""
                update applications
                set problem = coalesce(answers::json #>> '{values,problem}', ''),
                    solution = coalesce(answers::json #>> '{values,solution}', ''),
                    first_users = coalesce(answers::json #>> '{values,first-users}', '')
                """);

            // A form kept as JSON has no text to go back to.
            migrationBuilder.Sql("""
                update work_items
                set form_text = coalesce(form::json #>> '{text}', '')
                """);

            migrationBuilder.DropColumn(
                name: "form",
                table: "work_items");

            migrationBuilder.DropColumn(
                name: "answers",
                table: "applications");
        }
    }
}
