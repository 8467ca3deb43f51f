using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.Sqlite
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
                type: "TEXT",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<string>(
                name: "answers",
                table: "applications",
                type: "TEXT",
                nullable: false,
                defaultValue: "{}");

            // Fabrique.Data.Mapping.FormJson says what these shapes are.
            migrationBuilder.Sql("""
                update applications
                set answers = json_object('form', 'candidature', 'version', 1, 'values', json_patch('{}', json_object('title', nullif(title, ''), 'problem', nullif(problem, ''), 'solution', nullif(solution, ''), 'first-users', nullif(first_users, ''))))
                """);

            migrationBuilder.Sql("""
                update work_items
                set form = json_object('text', form_text)
                where form_text <> ''
                """);

            migrationBuilder.DropCheckConstraint(
                name: "ck_work_items_form_text_length",
                table: "work_items");

            migrationBuilder.DropCheckConstraint(
                name: "ck_applications_first_users_length",
                table: "applications");

            migrationBuilder.DropCheckConstraint(
                name: "ck_applications_problem_length",
                table: "applications");

            migrationBuilder.DropCheckConstraint(
                name: "ck_applications_solution_length",
                table: "applications");

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
                type: "TEXT",
                maxLength: 8000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "first_users",
                table: "applications",
                type: "TEXT",
                maxLength: 3000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "problem",
                table: "applications",
                type: "TEXT",
                maxLength: 3000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "solution",
                table: "applications",
                type: "TEXT",
                maxLength: 3000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.Sql("""
                update applications
                set problem = coalesce(json_extract(answers, '$.values.problem'), ''),
                    solution = coalesce(json_extract(answers, '$.values.solution'), ''),
                    first_users = coalesce(json_extract(answers, '$.values."first-users"'), '')
                """);

            // A form kept as JSON has no text to go back to.
            migrationBuilder.Sql("""
                update work_items
                set form_text = coalesce(json_extract(form, '$.text'), '')
                """);

            migrationBuilder.DropColumn(
                name: "form",
                table: "work_items");

            migrationBuilder.DropColumn(
                name: "answers",
                table: "applications");

            migrationBuilder.AddCheckConstraint(
                name: "ck_work_items_form_text_length",
                table: "work_items",
                sql: "length(form_text) <= 8000");

            migrationBuilder.AddCheckConstraint(
                name: "ck_applications_first_users_length",
                table: "applications",
                sql: "length(first_users) <= 3000");

            migrationBuilder.AddCheckConstraint(
                name: "ck_applications_problem_length",
                table: "applications",
                sql: "length(problem) <= 3000");

            migrationBuilder.AddCheckConstraint(
                name: "ck_applications_solution_length",
                table: "applications",
                sql: "length(solution) <= 3000");
        }
    }
}
